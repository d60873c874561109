import { Problem, unavailable } from '#platform/operation/index.ts'
import { CommandRefused } from './output.ts'

/** What an error of the system carries: of a file its path, of a server its address and port, of a name the host. */
interface SystemError extends NodeJS.ErrnoException {
  address?: string
  port?: number
  hostname?: string
}

/** Why a path cannot be used, and what to do. */
const PATH_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there. Check its name',
  EEXIST: 'it is there already and is no folder. Name another',
  ENOTDIR: 'a part of it is a file. Name another',
  EISDIR: 'it is a folder. Name a file',
  EACCES: 'you have no right to. Change its rights, or name another',
  EPERM: 'you have no right to. Change its rights, or name another',
  EROFS: 'it cannot be written to. Name another',
}

/** The sentence and exit code of a failure that users bring about and can mend; null for an error of ours. */
export function refusalOf(error: unknown): CommandRefused | null {
  if (error instanceof CommandRefused) return error
  if (error instanceof Problem) return new CommandRefused(problemSentence(error))
  if (!(error instanceof Error)) return null
  if (error.name === 'ConfigError') return new CommandRefused(error.message, 2)
  if (error.name === 'DatabaseProblem' || error.name === 'DataFolderInUse')
    return new CommandRefused(error.message)
  const { code = '', syscall, path } = error as SystemError
  if (syscall === 'listen' || syscall === 'getaddrinfo') return cannotListen(error)
  const reason = path === undefined ? undefined : PATH_REASONS[code]
  return reason === undefined ? null : new CommandRefused(`${path} cannot be used: ${reason}.`, 2)
}

function problemSentence({ kind, detail }: Problem): string {
  const url = process.env.DATABASE_URL
  if (kind !== unavailable || !url) return `${kind.title}. ${detail}`
  const where = URL.canParse(url) && new URL(url).host
  return `The database${where ? ` at ${where}` : ''} does not answer. Start it, or correct DATABASE_URL.`
}

function cannotListen({ code, address, port, hostname }: SystemError): CommandRefused | null {
  const setting = String(port) === process.env.MAIL_IN_PORT ? 'MAIL_IN_PORT' : '--port or PORT'
  if (code === 'EADDRINUSE')
    return new CommandRefused(
      `Port ${port} of ${address} is in use. Stop what listens there, or choose another port with ${setting}.`,
    )
  if (code === 'EACCES')
    return new CommandRefused(`You may not listen on port ${port}. Choose one above 1023 with ${setting}.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new CommandRefused(
      `This machine has no address ${address ?? hostname}. Choose another with --host or HOST: 127.0.0.1 for this machine alone, 0.0.0.0 for its network.`,
    )
  return null
}
