import { type Command, Option } from 'commander'
import { z } from 'zod'
import { call, downloadUrl, ProblemResponse } from '#platform/operation/client.ts'
import { invalidInput, isMutation, type Operation } from '#platform/operation/index.ts'
import { placesOf } from '#platform/operation/wire.ts'
import { CommandRefused, outputOf } from './output.ts'
import { printableJson, toTable } from './table.ts'

/** A running server and the key to act on it with. */
export interface Remote {
  baseUrl: string
  apiKey: string
}

/**
 * Adds every operation that names its command line words. They run on a running server, with an API key, so that rights, limits
 * and the audit trail are those of every other door.
 */
export function addRemoteCommands(program: Command, operations: readonly Operation[]): void {
  for (const operation of operations) {
    if (!operation.cli) continue
    const words = operation.cli.split(' ')
    const parent = words.slice(0, -1).reduce(group, program)
    const command = parent.command(words.at(-1)!).description(operation.summary)
    for (const { name, description, required } of fieldsOf(operation)) {
      if (placesOf(operation).inPath.includes(name)) command.argument(`<${name}>`, description)
      else
        command.addOption(new Option(`--${kebab(name)} <value>`, description).makeOptionMandatory(required))
    }
    command
      .option('--json', 'print JSON')
      .option('--url <address>', 'address of the running server (ACCORD_URL)')
      .option('--api-key <key>', 'API key (ACCORD_API_KEY)')
      .action(() => runRemote(operation, command))
  }
}

function group(parent: Command, word: string): Command {
  return (
    parent.commands.find((one) => one.name() === word) ??
    parent.command(word).description(`Commands about ${ABOUT[word] ?? `${word}s`}`)
  )
}

/** Where the plural says too little, or is none. */
const ABOUT: Readonly<Record<string, string>> = {
  activity: 'calls, mails and meetings of sellers',
  handoff: 'hand-offs',
  intake: 'what sites and servers send',
  leak: 'leads that fall through',
  opportunity: 'opportunities',
  routing: 'who gets a lead',
}

interface Field {
  name: string
  description: string
  required: boolean
}

function fieldsOf(operation: Operation): Field[] {
  const shape = (operation.input as unknown as { shape?: Record<string, z.ZodType> }).shape ?? {}
  return Object.entries(shape).map(([name, schema]) => ({
    name,
    description: (z.globalRegistry.get(schema)?.description as string | undefined) ?? '',
    required: !z.safeParse(schema, undefined).success,
  }))
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

async function runRemote(operation: Operation, command: Command): Promise<void> {
  const remote = remoteOf(command.opts())
  const { inPath } = placesOf(operation)
  const given: Record<string, unknown> = {}
  for (const [index, name] of inPath.entries()) given[name] = command.args[index]
  for (const { name } of fieldsOf(operation)) {
    const value = (command.opts() as Record<string, unknown>)[name]
    if (value !== undefined) given[name] = readValue(value as string)
  }
  const output = outputOf(command)
  const answer = await callRemote(remote, operation, given)
  if (output.json) output.stdout(`${printableJson(answer)}\n`)
  else output.stdout(toTable(answer))
}

/** Numbers, booleans and lists as JSON; anything else as the text it is. */
function readValue(text: string): unknown {
  if (/^(-?\d+(\.\d+)?|true|false|\[.*\]|\{.*\})$/s.test(text)) {
    try {
      return JSON.parse(text)
    } catch {
      return text
    }
  }
  return text
}

/** Calls an operation on a running server, with its refusals in plain words. */
export async function callRemote(
  remote: Remote,
  operation: Operation,
  input: Record<string, unknown>,
): Promise<unknown> {
  const headers = { authorization: `Bearer ${remote.apiKey}` }
  const idempotencyKey = isMutation(operation) ? crypto.randomUUID() : undefined
  try {
    if (operation.download) {
      const response = await fetch(`${remote.baseUrl}${downloadUrl(operation, input as never)}`, { headers })
      return await response.text()
    }
    const answer = await call(operation, input as never, {
      baseUrl: remote.baseUrl,
      headers,
      ...(idempotencyKey ? { idempotencyKey } : {}),
    })
    return z.encode(operation.output, answer as never)
  } catch (error) {
    if (!(error instanceof ProblemResponse)) throw error
    const fields = error.errors
      .map((one) => `\n  ${[one.pointer.slice(1), one.detail].filter(Boolean).join(': ')}`)
      .join('')
    const where = error.status === 0 ? ` Is Accord running at ${remote.baseUrl}?` : ''
    const exitCode = error.code === invalidInput.code ? 2 : 1
    throw new CommandRefused(`${error.title}.${where} ${error.detail}${fields}`, exitCode)
  }
}

/**
 * The server and key from options or environment.
 *
 * @throws {CommandRefused} when there is no key
 */
export function remoteOf(options: { url?: string; apiKey?: string }): Remote {
  const baseUrl =
    options.url ??
    process.env.ACCORD_URL ??
    process.env.BASE_URL ??
    `http://127.0.0.1:${process.env.PORT || 3000}`
  const apiKey = options.apiKey ?? process.env.ACCORD_API_KEY
  if (!apiKey) {
    throw new CommandRefused(
      'Set ACCORD_API_KEY, or give --api-key. An administrator makes keys under Settings, API keys.',
      2,
    )
  }
  return { baseUrl: baseUrl.replace(/\/+$/, ''), apiKey }
}
