import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { CsvProblem, openCsv } from '#platform/csv/index.ts'
import { MarkovModel } from './rules/markov.ts'
import type { ChannelCredit, PathModel, PathRow } from './rules/paths.ts'
import { placeModel } from './rules/place-models.ts'
import { shapleyModel } from './rules/shapley.ts'

/** Models that paths without dates can be credited by, in the order they are printed. */
const PATH_MODELS = ['first', 'last', 'linear', 'u', 'markov', 'shapley'] as const
type PathModelName = (typeof PATH_MODELS)[number]

export interface AttributionOptions {
  /** names joined by commas; all when absent */
  models?: string | undefined
  /** order of the Markov chain, 1 unless told */
  order?: string | undefined
  json: boolean
  stdout(text: string): void
  stderr(text: string): void
}

interface Totals {
  conversions: number
  value: number
  nulls: number
  rows: number
}

const COLUMNS = ['path', 'total_conversions', 'total_conversion_value', 'total_null'] as const

/**
 * `accord attribution PATHS.csv`: credits the conversions of paths to their channels by each model. Reads row by row, so memory
 * does not grow with the file.
 *
 * @returns 0, or 1 when the file cannot be used, or 2 for wrong options and a path that leads to no file
 */
export async function attributionCommand(file: string, options: AttributionOptions): Promise<0 | 1 | 2> {
  const names = (options.models?.split(',') ?? PATH_MODELS).map((name) => name.trim())
  const unknown = names.find((name) => !(PATH_MODELS as readonly string[]).includes(name))
  if (unknown !== undefined) {
    options.stderr(`There is no model "${unknown}". Choose from ${PATH_MODELS.join(', ')}.\n`)
    return 2
  }
  const order = Number(options.order ?? 1)
  if (!Number.isInteger(order) || order < 1 || order > 20) {
    options.stderr('The order is a whole number from 1 to 20.\n')
    return 2
  }
  const models = new Map(names.map((name) => [name as PathModelName, modelOf(name as PathModelName, order)]))
  try {
    const totals = await onDisk(file, (path) => feed(path, [...models.values()]))
    const credits = [...models].map(([name, model]) => ({
      name,
      credits: model.credits().sort(byConversions),
    }))
    options.stdout(options.json ? jsonOf(credits, totals) : tableOf(credits, totals))
    return 0
  } catch (error) {
    const said = sentenceOf(error)
    if (said === null) throw error
    options.stderr(`${file}: ${said}\n`)
    return error instanceof CsvProblem || error instanceof Refused ? 1 : 2
  }
}

function modelOf(name: PathModelName, order: number): PathModel {
  if (name === 'markov') return new MarkovModel(order)
  return name === 'shapley' ? shapleyModel() : placeModel(name)
}

const byConversions = (a: ChannelCredit, b: ChannelCredit) =>
  b.conversions - a.conversions || (a.channel < b.channel ? -1 : 1)

function sentenceOf(error: unknown): string | null {
  if (error instanceof CsvProblem || error instanceof Refused) return error.message
  const { code } = error as { code?: string }
  if (code === 'ENOENT') return 'There is no such file.'
  return code === 'EISDIR' ? 'This is a folder. Name a CSV file.' : null
}

class Refused extends Error {}

/** The reader looks at a file before it reads it; a pipe can be read once only, so it is kept on the disk meanwhile. */
async function onDisk<T>(file: string, work: (path: string) => Promise<T>): Promise<T> {
  const found = await stat(file)
  if (found.isFile() || found.isDirectory()) return work(file)
  const folder = await mkdtemp(join(tmpdir(), 'accord-paths-'))
  try {
    const copy = join(folder, 'paths.csv')
    await pipeline(createReadStream(file), createWriteStream(copy))
    return await work(copy)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function feed(file: string, models: readonly PathModel[]): Promise<Totals> {
  const csv = await openCsv(() => createReadStream(file))
  const headers = csv.headers.map((name) => name.trim().toLowerCase())
  const places = COLUMNS.map((column) => headers.indexOf(column))
  const missing = COLUMNS.filter((column, i) => places[i] === -1 && column !== 'total_null')
  if (missing.length > 0) {
    throw new Refused(`The column ${missing.join(', ')} is missing. Needed: ${COLUMNS.join(', ')}.`)
  }
  const totals: Totals = { conversions: 0, value: 0, nulls: 0, rows: 0 }
  for await (const batch of csv.rows()) {
    for (const { cells, number, problem } of batch) {
      if (problem) throw new Refused(`Row ${number}: ${problem}`)
      const row = pathRow(cells, places, number)
      totals.rows += 1
      totals.conversions += row.conversions
      totals.value += row.value
      totals.nulls += row.nulls
      for (const model of models) model.add(row)
    }
  }
  return totals
}

function pathRow(cells: readonly string[], places: readonly number[], number: number): PathRow {
  const amount = (which: number) => {
    const text = places[which] === -1 ? '0' : (cells[places[which]!] ?? '').trim()
    const value = text === '' ? 0 : Number(text)
    if (!Number.isFinite(value) || value < 0) {
      throw new Refused(`Row ${number}: "${text}" in ${COLUMNS[which]} is not a number of 0 or more.`)
    }
    return value
  }
  const path = (cells[places[0]!] ?? '').split('>').map((channel) => channel.trim())
  if (path.some((channel) => channel === ''))
    throw new Refused(`Row ${number}: a channel of the path has no name.`)
  return { path, conversions: amount(1), value: amount(2), nulls: amount(3) }
}

type Credited = readonly { name: PathModelName; credits: readonly ChannelCredit[] }[]

function jsonOf(credited: Credited, { conversions, value, nulls }: Totals): string {
  const models = Object.fromEntries(credited.map(({ name, credits }) => [name, credits]))
  return `${JSON.stringify({ models, conversions, value, nulls }, null, 2)}\n`
}

function tableOf(credited: Credited, totals: Totals): string {
  const channels = credited[0]?.credits.map((credit) => credit.channel) ?? []
  const number = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 1 })
  const conversionsOf = (credits: readonly ChannelCredit[], channel: string) =>
    credits.find((credit) => credit.channel === channel)?.conversions ?? 0
  const rows = channels.map((channel) => {
    const values = credited.map(({ credits }) => conversionsOf(credits, channel))
    return [
      channel,
      ...values.map(number),
      `${number(Math.min(...values))} to ${number(Math.max(...values))}`,
    ]
  })
  const head = ['Channel', ...credited.map(({ name }) => name), 'range']
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]!.length)))
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')
  return [
    `Conversions by channel and model: ${number(totals.conversions)} of ${number(totals.conversions + totals.nulls)} journeys, value ${number(totals.value)}`,
    '',
    line(head),
    ...rows.map(line),
    '',
  ].join('\n')
}
