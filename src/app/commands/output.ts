import type { Command } from 'commander'

/** Where a command writes, and how. */
export interface Output {
  json: boolean
  stdout(text: string): void
  stderr(text: string): void
}

/** 0 success, 1 refused or findings, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2

/** The output of a command that takes `--json`; of two commands where one stands below the other, either may have taken it. */
export function outputOf(command: Command): Output {
  return {
    json: Boolean(command.optsWithGlobals().json),
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  }
}

/** A refusal with what to do next; ends the command with 1, or with 2 where it was asked wrongly. */
export class CommandRefused extends Error {
  override name = 'CommandRefused'
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** A reader such as `head` that has enough is no failure: the command goes on to its end, and what it still writes is lost. */
export function allowLostReaders(): void {
  for (const stream of [process.stdout, process.stderr])
    if (stream.listenerCount('error', passOver) === 0) stream.on('error', passOver)
}

function passOver(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
