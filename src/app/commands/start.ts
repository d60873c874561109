import { readConfig } from '#platform/config.ts'
import { createLog } from '#platform/log.ts'
import { startServer } from '../server.ts'
import type { Output } from './output.ts'

/**
 * `accord start`: runs until it is told to stop; a second signal ends it at once. With `--json` it prints one line with the two
 * addresses and nothing else.
 */
export async function startCommand(
  given: { port?: string; host?: string; data?: string },
  { json, stdout }: Output,
): Promise<void> {
  const config = readConfig(process.env, given)
  const log = createLog(config.logLevel)
  const server = await startServer(config, log)
  const { url, setupUrl } = server
  stdout(json ? `${JSON.stringify({ url, setupUrl })}\n` : welcome(url, setupUrl))
  await stopSignal()
  if (!json) stdout('  Stopping: finishing what is running …\n')
  await server.stop()
}

function welcome(url: string, setupUrl: string | null): string {
  const first = `  Nobody has an account yet. Open this link once to create the first administrator:\n\n  ${setupUrl}\n\n`
  return `\n  Accord is running at ${url}\n\n${setupUrl === null ? '' : first}`
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
