import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { rolldown } from 'rolldown'

/** A running `writer.ts` and everything it has said so far. */
export interface Writer {
  readonly saved: string[]
  readonly found: string[]
  readonly refusal: string | undefined
  /** milliseconds from asking for the folder to the refusal */
  readonly refusedAfterMs: number
  /** milliseconds from its start until the database answered */
  readonly readyMs: number
  /** resolves when it is ready or has ended */
  started: Promise<void>
  /** resolves with the exit code, null after a kill */
  ended: Promise<number | null>
  kill(): Promise<void>
}

const bundleFile = path.join(import.meta.dirname, '../../node_modules/.cache/accord/writer.mjs')

/** Once before the first: as one file it starts in a fraction of the time. */
export async function bundleWriter(): Promise<void> {
  const bundle = await rolldown({
    input: path.join(import.meta.dirname, 'writer.ts'),
    platform: 'node',
    external: (id) => /^[a-z@]/i.test(id),
  })
  await bundle.write({ file: bundleFile, format: 'esm', codeSplitting: false })
  await bundle.close()
}

export function startWriter(environment: Record<string, string | undefined>): Writer {
  const child: ChildProcess = spawn(process.execPath, [bundleFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
  })
  const heard = {
    saved: [] as string[],
    found: [] as string[],
    refusal: undefined as string | undefined,
    refusedAfterMs: 0,
    readyMs: 0,
  }
  let begun = () => {}
  const started = new Promise<void>((resolve) => {
    begun = resolve
  })
  const lines = createInterface({ input: child.stdout! })
  lines.on('line', (line) => {
    const [word, ...rest] = line.split(' ')
    if (word === 'saved') heard.saved.push(rest[0]!)
    else if (word === 'has') heard.found = rest.filter((name) => name !== '')
    else if (word === 'ready') heard.readyMs = Number(rest[0])
    else if (word === 'refused')
      [heard.refusedAfterMs, heard.refusal] = [Number(rest[0]), rest.slice(1).join(' ')]
    if (word === 'has') begun()
  })
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const drained = new Promise<void>((resolve) => lines.once('close', () => resolve()))
  const ended = Promise.all([code, drained]).then(([exitCode]) => exitCode)
  void ended.then(() => begun())
  return Object.assign(heard, {
    started,
    ended,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  })
}
