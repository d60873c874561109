/** A PostgreSQL server of one's own for tests: Debian's package, a free port, a folder that is removed afterwards. */
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'

const DEBIAN = '/usr/lib/postgresql'
const INSTALLER = 'apt-get'

/**
 * @param {{ fsync?: boolean }} [options] fsync off by default: a test server need not survive a power cut
 * @returns a server with `url` (an owner without superuser rights, as managed servers give), `restart()` as after a crash, `stop()`
 */
export async function startPostgres({ fsync = false } = {}) {
  const bin = binaries()
  const account = accountOf()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'accord-postgres-'))
  if (account) chownSync(folder, account.uid, account.gid)
  const data = path.join(folder, 'data')
  const password = randomBytes(12).toString('hex')
  const passwordFile = path.join(folder, 'password')
  writeFileSync(passwordFile, password)
  if (account) chownSync(passwordFile, account.uid, account.gid)
  const port = await freePort()
  const run = (command, ...given) => {
    const result = spawnSync(path.join(bin, command), given, {
      ...account,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    })
    if (result.status !== 0)
      throw new Error(`${command} failed: ${result.stderr || result.error || ''}\n${logOf(folder)}`)
  }
  const settings = [
    `-p ${port}`,
    `-k ${folder}`,
    '-c listen_addresses=127.0.0.1',
    '-c max_connections=300',
    `-c fsync=${fsync ? 'on' : 'off'}`,
    '-c max_wal_size=4GB',
    '-c log_min_messages=fatal',
  ].join(' ')
  const start = () =>
    run('pg_ctl', 'start', '-w', '-t', '60', '-D', data, '-l', path.join(folder, 'log'), '-o', settings)
  const halt = () => run('pg_ctl', 'stop', '-w', '-m', 'immediate', '-D', data)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    run(
      'initdb',
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C',
      '-N',
    )
    start()
    await makeOwner(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`, password)
  } catch (error) {
    spawnSync(path.join(bin, 'pg_ctl'), ['stop', '-m', 'immediate', '-D', data], {
      ...account,
      stdio: 'ignore',
    })
    remove()
    throw error
  }
  return {
    url: `postgres://accord:${password}@127.0.0.1:${port}/accord`,
    /** as after a crash: nothing is shut down, the log is replayed */
    restart() {
      halt()
      start()
    },
    halt,
    start,
    stop() {
      spawnSync(path.join(bin, 'pg_ctl'), ['stop', '-w', '-m', 'immediate', '-D', data], {
        ...account,
        stdio: 'ignore',
      })
      remove()
    },
  }
}

/** Whether a server can be started here without installing anything. */
export function hasPostgres() {
  return findBinaries() !== undefined && (process.getuid?.() !== 0 || accountOf() !== undefined)
}

async function makeOwner(url, password) {
  const { default: pg } = await import('pg')
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`create role accord login createdb createrole password '${password}'`)
  await admin.query('create database accord owner accord')
  await admin.end()
}

function findBinaries() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => path.join(DEBIAN, version, 'bin')),
    ...(process.env.PATH ?? '').split(path.delimiter),
  ]
  return folders.find(
    (folder) => existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'pg_ctl')),
  )
}

function binaries() {
  const known = findBinaries()
  if (known) return known
  if (process.getuid?.() !== 0)
    throw new Error('PostgreSQL is not installed: install the package postgresql, version 15 or newer')
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  execFileSync(INSTALLER, ['update', '-q'], { stdio: 'inherit', env: environment })
  execFileSync(INSTALLER, ['install', '-y', '-q', '--no-install-recommends', 'postgresql'], {
    stdio: 'inherit',
    env: environment,
  })
  const installed = findBinaries()
  if (!installed) throw new Error('PostgreSQL was installed, but its programs are not where Debian puts them')
  return installed
}

/** PostgreSQL refuses to run as root; Debian's package brings an account for it. */
function accountOf() {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${name}:`))
    if (!line) continue
    const [, , uid, gid] = line.split(':')
    return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('There is no account to run PostgreSQL under')
}

function logOf(folder) {
  const log = path.join(folder, 'log')
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-20).join('\n') : ''
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
