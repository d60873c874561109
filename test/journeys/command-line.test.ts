import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { afterFile } from '../after-file.ts'
import { buildOnce } from './launch.ts'

/** The command line as a script sees it: a process with an exit code and two streams. */

const ACCORD = fileURLToPath(new URL('../../bin/accord.mjs', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'accord-command-line-'))
const { BASE_URL: _, DATABASE_URL: __, ...environment } = process.env
const env = { ...environment, DATA_DIR: join(dir, 'data'), LOG_LEVEL: 'warn' }
afterFile(() => rmSync(dir, { recursive: true, force: true }))
beforeAll(buildOnce, 120_000)

function accord(...words: string[]): Promise<{ code: unknown; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [ACCORD, ...words], { env, timeout: 60_000 }, (error, out, err) =>
      resolve({ code: error ? error.code : 0, out, err }),
    )
  })
}

async function firstLine(child: ChildProcess): Promise<string> {
  let said = ''
  for await (const data of child.stdout!) {
    said += data
    if (said.includes('\n')) break
  }
  return said
}

describe('accord start', () => {
  it('prints one line of JSON on a free port, and names that port wherever it names itself', async () => {
    const child = spawn(process.execPath, [ACCORD, 'start', '--port', '0', '--json'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const { url, setupUrl } = JSON.parse(await firstLine(child))
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/)
    expect(setupUrl.startsWith(`${url}/setup#`)).toBe(true)
    const headers = { 'content-type': 'application/json', authorization: 'Bearer none' }
    const asked = (origin: string) => fetch(`${url}/mcp`, { method: 'POST', headers: { ...headers, origin } })
    expect([(await asked(url)).status, (await asked('https://other.example')).status]).toEqual([401, 403])
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(0)
  }, 90_000)

  it('says in a sentence that a port is in use, or that the machine has no such address', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const inUse = await accord('start', '--port', String(port))
    taken.close()
    expect(inUse).toEqual({
      code: 1,
      out: '',
      err: `Port ${port} of 127.0.0.1 is in use. Stop what listens there, or choose another port with --port or PORT.\n`,
    })
    const elsewhere = await accord('start', '--port', '0', '--host', '192.0.2.1')
    expect(elsewhere).toMatchObject({ code: 1, out: '' })
    expect(elsewhere.err).toMatch(/^This machine has no address 192\.0\.2\.1\. Choose another .*\n$/)
  }, 120_000)
})

it('a reader that has enough ends a command without a word', async () => {
  const rows = Array.from({ length: 4_000 }, (_, n) => `Channel ${n},1,10,0`)
  const paths = join(dir, 'paths.csv')
  writeFileSync(paths, `path,total_conversions,total_conversion_value,total_null\n${rows.join('\n')}\n`)
  const words = [ACCORD, 'attribution', paths, '--models', 'first,last,linear', '--json']
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let err = ''
  child.stderr.on('data', (data) => {
    err += data
  })
  child.stdout.once('data', () => child.stdout.destroy())
  expect([(await once(child, 'exit'))[0], err]).toEqual([0, ''])
}, 60_000)
