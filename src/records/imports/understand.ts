import { type CsvFile, type CsvLimits, CsvProblem, type CsvSource, openCsv } from '#platform/csv/index.ts'
import type { ColumnMapping, FileMapping, Mapping } from './mapping.ts'
import { profileFile } from './profile-file.ts'
import { assumptions } from './rules/assumptions.ts'
import { isCurrency } from './rules/currencies.ts'
import { FILE_KINDS, KIND_TITLES } from './rules/fields.ts'
import { settleFillDown } from './rules/fill-down.ts'
import { type Groups, groupName } from './rules/grouped-report.ts'
import { inferColumn, type OrderProof, provenOrder } from './rules/infer.ts'
import { type ColumnProfile, emptyProfile } from './rules/profile.ts'
import { columnsFor, type FileGuess, recognise } from './rules/recognise.ts'
import { settle } from './rules/settle.ts'
import { signsOf } from './rules/signs.ts'
import { outcomeOfStage } from './rules/stages.ts'
import { suggestValues } from './rules/suggest.ts'
import type { FileUnderstanding, Question, Understanding } from './understanding.ts'

/** A file to read, which can be opened any number of times. */
export interface ImportSource {
  name: string
  open: CsvSource
}

export interface ReadingOptions {
  /** a saved mapping; what it says leads over guesses */
  mapping?: Mapping | undefined
  /** question id → chosen option */
  answers?: Readonly<Record<string, string>> | undefined
  /** IANA zone of times without one; UTC */
  timeZone?: string | undefined
  /** ISO 4217 code of amounts without one; USD */
  currency?: string | undefined
  limits?: Partial<CsvLimits> | undefined
}

interface Looked {
  source: ImportSource
  csv?: CsvFile
  problem?: string
  rows: number
  isWhole: boolean
  groups: Groups
  profiles: ColumnProfile[]
  guess: FileGuess
  saved: FileMapping | undefined
}

/**
 * Looks at a set of CSV files: what each lists, what each column holds and how it is written, what is unclear, which values are
 * probably misspelt. Files that cannot be read are part of the answer, with the reason.
 */
export async function understand(
  sources: readonly ImportSource[],
  options: ReadingOptions = {},
): Promise<Understanding> {
  const looked: Looked[] = []
  for (const source of sources) looked.push(await look(source, options))
  shareSystem(looked)
  const questions: Question[] = []
  const files: FileUnderstanding[] = []
  const mapping: Mapping = { version: 1, files: [] }
  const proofs = looked.flatMap(orderProofs)
  for (const entry of looked) {
    const { file, made, asked } = describe(entry, proofs, options)
    files.push(file)
    questions.push(...asked)
    if (made) mapping.files.push(made)
  }
  const readable = looked.filter(({ csv }) => csv)
  questions.push(
    ...assumptions(
      readable.map(({ source, profiles }) => ({ file: source.name, profiles })),
      mapping,
      options,
    ),
  )
  const suggestions = suggestValues(
    readable.map(({ source, profiles }) => ({ file: source.name, profiles })),
    mapping,
  )
  const open = questions.filter(({ id }) => options.answers?.[id] === undefined)
  return { files, mapping, questions: open, suggestions }
}

/** Files that do not say where their ids come from, beside the export of one CRM, are taken as that CRM's: their ids name its records. */
function shareSystem(looked: readonly Looked[]): void {
  const systems = new Set(looked.flatMap(({ csv, guess }) => (csv && guess.kind ? guess.system : [])))
  systems.delete('spreadsheet')
  const [only] = systems
  if (systems.size !== 1 || only === undefined) return
  for (const { guess } of looked) {
    if (guess.system !== 'spreadsheet') continue
    guess.system = only
    guess.evidence = [...guess.evidence, `Its ids are taken as ${only}'s, like those of the other files.`]
  }
}

async function look(source: ImportSource, options: ReadingOptions): Promise<Looked> {
  try {
    const csv = await openCsv(source.open, options.limits)
    const profiles = csv.headers.map(emptyProfile)
    const seen = await profileFile(csv, profiles)
    const saved = savedFor(source.name, csv.headers, options.mapping)
    return {
      source,
      csv,
      ...seen,
      profiles,
      guess: guessFile(source.name, profiles, saved, options),
      saved,
    }
  } catch (error) {
    if (!(error instanceof CsvProblem)) throw error
    const guess: FileGuess = { kind: null, confidence: 0, evidence: [], system: 'spreadsheet', columns: [] }
    const groups = { columns: [], isCertain: false }
    return {
      source,
      problem: error.message,
      rows: 0,
      isWhole: true,
      groups,
      profiles: [],
      guess,
      saved: undefined,
    }
  }
}

function savedFor(
  name: string,
  headers: readonly string[],
  mapping: Mapping | undefined,
): FileMapping | undefined {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
  const byName = mapping?.files.find((file) => same(file.file, name))
  if (byName) return byName
  return mapping?.files.find(
    (file) => file.columns.length > 0 && file.columns.every(({ header }) => headers.includes(header)),
  )
}

function guessFile(
  name: string,
  profiles: ColumnProfile[],
  saved: FileMapping | undefined,
  options: ReadingOptions,
): FileGuess {
  const guess = recognise(name, profiles)
  const answer = options.answers?.[`${name}|file_kind`]
  const chosen = saved ? saved.kind : answer === 'none' ? null : FILE_KINDS.find((kind) => kind === answer)
  if (chosen === undefined) return guess
  if (chosen === null)
    return { ...guess, kind: null, columns: guess.columns.map((column) => ({ ...column, field: null })) }
  const columns = chosen === guess.kind ? guess.columns : columnsFor(chosen, profiles)
  return { ...guess, kind: chosen, confidence: 1, evidence: ['Chosen in the mapping.'], columns }
}

function orderProofs({ source, profiles }: Looked): OrderProof[] {
  return profiles.flatMap((entry) => {
    const order = provenOrder(entry)
    if (!order || order === 'conflict' || entry.dates.all < entry.filled / 2) return []
    return [{ order, where: `column "${entry.header}" of ${source.name}` }]
  })
}

interface Described {
  file: FileUnderstanding
  made?: FileMapping
  asked: Question[]
}

function describe(entry: Looked, proofs: readonly OrderProof[], options: ReadingOptions): Described {
  const { source, csv, guess, saved } = entry
  const file: FileUnderstanding = {
    file: source.name,
    kind: guess.kind,
    confidence: guess.confidence,
    evidence: guess.evidence,
    system: saved?.system ?? guess.system,
    encoding: csv?.encoding ?? '',
    separator: csv?.dialect.separator ?? '',
    rows: entry.rows,
    isWhole: entry.isWhole,
    columns: [],
    warnings: csv?.warnings ?? [],
    problem: entry.problem ?? null,
  }
  if (!csv) return { file, asked: [] }
  const made: FileMapping = {
    file: source.name,
    kind: guess.kind,
    system: file.system,
    columns: [],
    timeZone: saved?.timeZone ?? options.answers?.['*|time_zone'] ?? options.timeZone ?? 'UTC',
    currency: currencyIn(saved, options),
  }
  const asked = kindQuestions(source.name, guess, saved)
  const own = proofs.filter(({ where }) => where.endsWith(` of ${source.name}`))
  for (const [index, column] of guess.columns.entries()) {
    const before = saved?.columns.find(({ header }) => header === column.header)
    const isOther = before !== undefined && before.field !== column.field
    const named = isOther
      ? { ...column, field: before.field, confidence: 1, evidence: ['Chosen in the mapping.'] }
      : column
    const inferred = inferColumn(source.name, named, entry.profiles[index]!, own.length ? own : proofs)
    const settled = settle(source.name, inferred, before, options.answers ?? {})
    const filled = settleFillDown(
      source.name,
      settled.column,
      index,
      entry.groups,
      before,
      options.answers ?? {},
    )
    made.columns.push(filled.column)
    for (const { question } of [settled, filled]) if (question) asked.push(question)
    const profile = entry.profiles[index]!
    const evidence = [...named.evidence, ...inferred.evidence, ...filled.evidence]
    file.columns.push({
      header: column.header,
      field: named.field,
      confidence: named.confidence,
      evidence,
      samples: profile.samples,
      filled: profile.filled,
      missing: profile.missing,
    })
  }
  const signs = signsOf(made, entry.profiles, saved?.signs, options.answers ?? {})
  if (signs) made.signs = signs
  if (guess.kind === 'opportunity') addOutcomes(entry, made, file)
  return { file, made, asked }
}

function currencyIn(saved: FileMapping | undefined, { answers, currency }: ReadingOptions): string {
  const answer = answers?.['*|currency']
  return saved?.currency ?? (isCurrency(answer) ? answer : (currency ?? 'USD'))
}

function kindQuestions(name: string, guess: FileGuess, saved: FileMapping | undefined): Question[] {
  if (saved || guess.confidence >= 0.45) return []
  const text = guess.kind
    ? `${name} looks like a list of ${KIND_TITLES[guess.kind]}, but not clearly. What does it list?`
    : `It is not clear what ${name} lists. Choose it, or leave the file out.`
  const options = [
    ...FILE_KINDS.map((kind) => ({ value: kind, label: KIND_TITLES[kind] })),
    { value: 'none', label: 'Leave it out' },
  ]
  return [
    {
      id: `${name}|file_kind`,
      file: name,
      header: null,
      about: 'file_kind',
      text,
      options,
      assumed: guess.kind ?? 'none',
      must: guess.kind !== null,
    },
  ]
}

/** Stages of a column with their rows; in a grouped report without its totals, under the names of the groups. */
function stagesIn({ values }: ColumnProfile, { fillDown }: ColumnMapping): [string, number][] {
  if (!fillDown) return [...values]
  return [...values].flatMap(([value, rows]) => {
    const name = groupName(value)
    return name === undefined ? [] : [[name, rows]]
  })
}

/** Says for each deal stage whether it is open, won or lost, and from what. */
function addOutcomes(entry: Looked, made: FileMapping, file: FileUnderstanding): void {
  const has = (key: string) => made.columns.some(({ field }) => field === key)
  const index = made.columns.findIndex(({ field }) => field === 'opportunity.stage')
  if (index < 0 || has('opportunity.isWon') || entry.profiles[index]!.isManyValued) return
  const values = stagesIn(entry.profiles[index]!, made.columns[index]!)
  made.outcomes = {
    ...Object.fromEntries(values.map(([stage]) => [stage, outcomeOfStage(stage)])),
    ...entry.saved?.outcomes,
  }
  for (const outcome of ['won', 'lost', 'open'] as const) {
    const stages = values.filter(([stage]) => made.outcomes![stage] === outcome)
    const named = stages
      .slice(0, 8)
      .map(([stage, rows]) => `"${stage}" (${rows})`)
      .join(', ')
    file.columns[index]!.evidence.push(
      stages.length ? `Read as ${outcome}: ${named}.` : `No stage is read as ${outcome}.`,
    )
  }
}
