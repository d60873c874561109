import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const SETUP_TOKEN = 'set-up-token-of-the-journeys'

/** The built product in a process of its own, as a user starts it. */
export interface RunningProduct {
  url: string
  dataDir: string
  /** what it printed so far */
  output(): string
  stop(): Promise<void>
}

/**
 * Builds when a source changed and starts the server on an empty data folder, which `stop` removes.
 *
 * @param env more environment, e.g. DATABASE_URL
 */
export async function launchProduct(env: Record<string, string> = {}): Promise<RunningProduct> {
  await buildOnce()
  const dataDir = mkdtempSync(join(tmpdir(), 'accord-journey-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const own = {
    PORT: String(port),
    DATA_DIR: dataDir,
    BASE_URL: url,
    ACCORD_SETUP_TOKEN: SETUP_TOKEN,
    LOG_LEVEL: 'warn',
  }
  const child = spawn(process.execPath, [join(root, 'bin', 'accord.mjs'), 'start'], {
    env: { ...process.env, ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      printed += data
    })
  }
  await ready(url, child, () => printed)
  return {
    url,
    dataDir,
    output: () => printed,
    stop: async () => {
      await ended(child)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function ready(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 200) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${printed()}`)
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return
    await sleep(200)
  }
  throw new Error(`The server was not ready within a minute:\n${printed()}`)
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await Promise.race([exit, sleep(15_000, undefined, { ref: false }).then(() => child.kill('SIGKILL'))])
}

/** Builds the product when a source changed. Two processes may start at once; the second waits for the first one's build. */
export async function buildOnce(): Promise<void> {
  const lock = join(root, 'node_modules', '.cache', 'accord-build-lock')
  mkdirSync(join(lock, '..'), { recursive: true })
  while (!take(lock)) await sleep(300)
  try {
    const script = join(root, 'scripts', 'build.mjs')
    const { build } = (await import(script)) as { build(options: { log(): void }): Promise<boolean> }
    await build({ log() {} })
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

/** A lock left by a killed build is older than any build takes. */
function take(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch {
    const madeAt = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
    if (madeAt !== undefined && Date.now() - madeAt > 120_000) rmSync(lock, { recursive: true, force: true })
    return false
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
