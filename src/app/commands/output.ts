import type { Command } from 'commander'

/** Where a command writes, and how. */
export interface Output {
  json: boolean
  stdout(text: string): void
  stderr(text: string): void
}

/** 0 success, 1 refused or findings, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2

/** The output of a command that takes `--json`. */
export function outputOf(command: Command): Output {
  return {
    json: Boolean(command.opts().json),
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  }
}

/** A refusal with what to do next; ends the command with 1. */
export class CommandRefused extends Error {
  override name = 'CommandRefused'
}
