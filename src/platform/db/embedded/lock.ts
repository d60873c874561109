import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DataFolderInUse } from '../errors.ts'

export interface FolderLock {
  release(): Promise<void>
}

const NAME = 'accord.lock'
/** Longest path of a socket that every system takes (macOS: 104 bytes with the closing zero). */
const LONGEST_SOCKET_PATH = 100
const ANSWER_MS = 1_000
const SETTLE_MS = 60
const NO_SOCKETS = new Set(['EOPNOTSUPP', 'ENOTSUP', 'EPERM', 'EACCES', 'EINVAL'])

/**
 * Takes the folder for this process alone. The lock is a listening socket, which the kernel closes with the process
 * however it dies, so a lock left behind by a kill is recognised (nobody answers) and taken over.
 *
 * @throws {DataFolderInUse} when another process has the folder
 */
export async function lockFolder(dataDir: string): Promise<FolderLock> {
  fs.mkdirSync(dataDir, { recursive: true })
  const folder = fs.realpathSync(dataDir)
  if (process.platform === 'win32') return hold([await claim(pipeName(folder), folder)])
  // The kernel hands out an abstract name once, also when two processes start at the same instant. It is known to one
  // network namespace only, so that containers sharing a volume need the socket in the folder as well.
  const abstract = process.platform === 'linux' ? [await claim(`\0accord-${digest(folder)}`, folder)] : []
  try {
    const inFolder = await claimFile(folder)
    return hold(inFolder ? [...abstract, inFolder] : abstract)
  } catch (error) {
    for (const server of abstract) server.close()
    throw error
  }
}

function hold(servers: net.Server[]): FolderLock {
  for (const server of servers) server.unref()
  const close = (server: net.Server) => new Promise<void>((resolve) => server.close(() => resolve()))
  return { release: async () => void (await Promise.all(servers.map(close))) }
}

/** Listens on `address`, which the system gives to one process only. */
async function claim(address: string, folder: string): Promise<net.Server> {
  const server = await listen(address)
  if (server) return server
  throw new DataFolderInUse(folder, await holderOf(address))
}

/** `undefined` on a file system that has no sockets, where the abstract name has to do. */
async function claimFile(folder: string): Promise<net.Server | undefined> {
  const address = socketPath(folder)
  const hasAbstract = process.platform === 'linux'
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const token = randomUUID()
    const server = await listen(address, token).catch((error: NodeJS.ErrnoException) => {
      if (hasAbstract && NO_SOCKETS.has(error.code ?? '')) return 'none' as const
      throw error
    })
    if (server === 'none') return undefined
    if (server) {
      if (hasAbstract) return server
      // Of two processes that both took over a dead lock, the later one has replaced the file: see whose it is.
      await sleep(SETTLE_MS)
      if ((await ask(address)).includes(token)) return server
      // Closing it would remove the file of the other one.
      server.unref()
      continue
    }
    const holder = await holderOf(address)
    if (holder !== 'nobody') throw new DataFolderInUse(folder, holder)
    fs.rmSync(address, { force: true })
  }
  throw new DataFolderInUse(folder, undefined)
}

/** `undefined` when the address is taken. */
function listen(address: string, token = ''): Promise<net.Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => {
      socket.on('error', () => {})
      socket.end(`${process.pid} ${token}`)
    })
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen(address, () => resolve(server))
  })
}

/** Process id of the one who listens, `undefined` when it does not tell, `nobody` when the socket is dead. */
async function holderOf(address: string): Promise<number | undefined | 'nobody'> {
  const answer = await ask(address)
  if (answer === 'refused') return 'nobody'
  return Number.parseInt(answer, 10) || undefined
}

function ask(address: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = net.connect(address)
    const finish = (result: string) => {
      socket.destroy()
      resolve(result)
    }
    socket.setTimeout(ANSWER_MS, () => finish(answer))
    socket.on('data', (bytes) => {
      answer += bytes.toString()
    })
    socket.on('end', () => finish(answer))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      finish(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? 'refused' : '')
    })
  })
}

function socketPath(folder: string): string {
  const inside = path.join(folder, NAME)
  if (Buffer.byteLength(inside) <= LONGEST_SOCKET_PATH) return inside
  return path.join(os.tmpdir(), `accord-${digest(folder)}.lock`)
}

function pipeName(folder: string): string {
  return `\\\\.\\pipe\\accord-${digest(folder.toLowerCase())}`
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}
