import { once } from 'node:events'
import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import type { OpenTime } from '#platform/kernel/business-time.ts'
import {
  answerCase,
  type ClockCase,
  type ClockQuestion,
  isClockProblem,
  isObject,
  readCalendar,
  UnreadableCase,
} from './clock-case.ts'
import { type ExitCode, type Output, outputOf } from './output.ts'

interface ClockOptions extends Record<'from' | 'for' | 'to' | 'calendar' | 'batch', string | undefined> {}

/** `accord clock due` and `accord clock elapsed`. */
export function addClockCommands(program: Command, exit: (code: ExitCode) => void): void {
  const clock = program.command('clock').description('Business time: due instants and elapsed open hours')
  const command = (question: ClockQuestion, description: string) =>
    clock
      .command(question)
      .description(description)
      .option('--calendar <file>', 'calendar as JSON: timeZone, hours, holidays, absences')
      .option('--from <instant>', 'with its zone, e.g. 2026-10-24T16:00:00+02:00')
      .option(
        '--batch <file>',
        'one JSON case a line, as {"calendar":{…},"from":…,' +
          `${question === 'due' ? '"for":…' : '"to":…'}}; one answer a line, a bad line answers "error: …" and ends in exit 1; - reads standard input`,
      )
      .option('--json', 'print JSON')
      .action(async (options: ClockOptions, own: Command) =>
        exit(await clockCommand(question, options, { ...outputOf(own), drained })),
      )
  command('due', 'When a duration of open time is used up').option(
    '--for <duration>',
    'open time, e.g. PT2H or PT30M; a day counts 24 open hours',
  )
  command('elapsed', 'How much open time lies between two instants').option(
    '--to <instant>',
    'with its zone, e.g. 2026-10-26T11:00:00+01:00',
  )
}

/** A reader such as `head` that has enough ends the batch without a word. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
}

/** Waits until standard output takes more, so that a batch of any size keeps the memory it has. */
async function drained(): Promise<void> {
  if (process.stdout.listenerCount('error', endWithReader) === 0) process.stdout.on('error', endWithReader)
  if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
}

/** Answers one case or a batch; 2 when an option or file is missing, 1 when there is no answer. */
export async function clockCommand(
  question: ClockQuestion,
  options: Partial<ClockOptions>,
  output: Output & { drained?: () => Promise<void> },
): Promise<ExitCode> {
  const until = question === 'due' ? 'for' : 'to'
  if (options.batch === undefined && !(options.calendar && options.from && options[until])) {
    output.stderr(`Give --calendar, --from and --${until}, or --batch with a file of cases.\n`)
    return 2
  }
  let calendar: OpenTime | null = null
  try {
    if (options.calendar !== undefined) calendar = calendarFile(options.calendar)
    if (options.batch !== undefined) return await answerBatch(question, options.batch, calendar, output)
    const { text, fields } = answerCase(question, options, calendar!)
    output.stdout(`${output.json ? JSON.stringify(fields) : text}\n`)
    return 0
  } catch (error) {
    if (error instanceof UnreadableFile) {
      output.stderr(`${error.message}\n`)
      return 2
    }
    if (!isClockProblem(error)) throw error
    output.stderr(`${error.message}\n`)
    return error instanceof UnreadableCase && calendar ? 2 : 1
  }
}

class UnreadableFile extends Error {}

function calendarFile(path: string): OpenTime {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new UnreadableFile(`Cannot read ${path}. Give the path of a calendar as JSON.`)
  }
  try {
    return readCalendar(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch (error) {
    if (error instanceof SyntaxError) throw new UnreadableCase(`${path} is not JSON: ${error.message}`)
    throw error
  }
}

/** Answers stay on the line of their case: a line without answer says why. Empty lines are no case. */
async function answerBatch(
  question: ClockQuestion,
  path: string,
  fallback: OpenTime | null,
  output: Output & { drained?: () => Promise<void> },
): Promise<ExitCode> {
  const input = path === '-' ? process.stdin : createReadStream(path)
  const calendars = new Map<string, OpenTime>()
  let [number, wrong] = [0, 0]
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1
      if (line.trim() === '') continue
      const answer = answerLine(question, line, fallback, calendars)
      if ('error' in answer) {
        wrong += 1
        output.stderr(`Line ${number}: ${answer.error}\n`)
        output.stdout(
          output.json
            ? `${JSON.stringify({ line: number, error: answer.error })}\n`
            : `error: ${answer.error}\n`,
        )
      } else output.stdout(`${output.json ? JSON.stringify(answer.fields) : answer.text}\n`)
      await output.drained?.()
    }
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error
    throw new UnreadableFile(`Cannot read ${path}. Give the path of a file with one JSON case a line.`)
  }
  if (wrong > 0)
    output.stderr(`${wrong} of the lines ${wrong === 1 ? 'has' : 'have'} no answer; the others do.\n`)
  return wrong > 0 ? 1 : 0
}

function answerLine(
  question: ClockQuestion,
  line: string,
  fallback: OpenTime | null,
  calendars: Map<string, OpenTime>,
) {
  try {
    const asked: unknown = JSON.parse(line.replace(/^\uFEFF/, ''))
    if (!isObject(asked)) throw new UnreadableCase('A case is a JSON object, as {"calendar":{…},"from":…}.')
    return answerCase(question, asked, calendarOfCase(asked, fallback, calendars))
  } catch (error) {
    if (error instanceof SyntaxError) return { error: `This is not JSON: ${error.message}` }
    if (isClockProblem(error)) return { error: error.message }
    throw error
  }
}

/** So many calendars stay prepared at once. */
const MOST_CALENDARS = 1_000

function calendarOfCase(
  asked: ClockCase,
  fallback: OpenTime | null,
  calendars: Map<string, OpenTime>,
): OpenTime {
  if (asked.calendar === undefined && fallback) return fallback
  const key = JSON.stringify(asked.calendar)
  const known = calendars.get(key)
  if (known) return known
  if (calendars.size >= MOST_CALENDARS) calendars.clear()
  const open = readCalendar(asked.calendar)
  calendars.set(key, open)
  return open
}
