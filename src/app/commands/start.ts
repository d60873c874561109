import { readConfig } from '#platform/config.ts'
import { createLog } from '#platform/log.ts'
import { startServer } from '../server.ts'

/** `accord start`: runs until it is told to stop; a second signal ends it at once. */
export async function startCommand(given: { port?: string; host?: string; data?: string }): Promise<void> {
  const config = readConfig(process.env, given)
  const log = createLog(config.logLevel)
  const server = await startServer(config, log)
  console.log(`\n  Accord is running at ${server.url}\n`)
  if (server.setupUrl) {
    console.log('  Nobody has an account yet. Open this link once to create the first administrator:\n')
    console.log(`  ${server.setupUrl}\n`)
  }
  await stopSignal()
  console.log('  Stopping: finishing what is running …')
  await server.stop()
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const onSignal = () => {
      if (asked) process.exit(1)
      asked = true
      resolve()
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
  })
}
