import type { ColumnMapping } from '../mapping.ts'
import type { Question } from '../understanding.ts'
import type { DateOrder } from './dates.ts'
import { type FieldType, fieldOf } from './fields.ts'
import type { Decimal } from './numbers.ts'
import type { ColumnProfile, Proof } from './profile.ts'
import type { ColumnGuess } from './recognise.ts'

/** How a column is to be read, with the cells that prove it and the question that is left, if any. */
export interface Inferred {
  column: ColumnMapping
  evidence: string[]
  question?: Question
  /** what the column's own cells prove; `conflict` when they contradict each other */
  proven?: Proven | undefined
}

/** What cells can prove about their column. */
export type Proven = DateOrder | Decimal | 'conflict'

/** An order of day and month that another column proves. */
export interface OrderProof {
  order: DateOrder
  /** e.g. `column "Close Date" of deals.csv` */
  where: string
}

const said = ({ value, row }: Proof): string => `${value} in row ${row}`

/** The order a column's own cells prove; `conflict` when they contradict each other. */
export function provenOrder(profile: ColumnProfile): DateOrder | 'conflict' | undefined {
  const { dmy, mdy } = profile.dates
  if (dmy && mdy) return 'conflict'
  return dmy ? 'dmy' : mdy ? 'mdy' : undefined
}

/**
 * Infers how the cells of one column are written.
 *
 * @param siblings orders that other columns prove, nearest first
 */
export function inferColumn(
  file: string,
  guess: ColumnGuess,
  profile: ColumnProfile,
  siblings: readonly OrderProof[],
): Inferred {
  const column: ColumnMapping = { header: guess.header, field: guess.field }
  const type = guess.field ? fieldOf(guess.field)?.type : undefined
  if (isDate(type)) return inferDate(file, column, profile, siblings)
  if (type === 'number' || type === 'money') return inferNumber(file, column, profile)
  return { column, evidence: [] }
}

/** Whether cells of a field are days or times. */
export function isDate(type: FieldType | undefined): boolean {
  return type === 'date' || type === 'day' || type === 'stage_date'
}

const ORDER_OPTIONS = [
  { value: 'dmy', label: 'Day first (31/12/2024)' },
  { value: 'mdy', label: 'Month first (12/31/2024)' },
]

function inferDate(
  file: string,
  column: ColumnMapping,
  profile: ColumnProfile,
  siblings: readonly OrderProof[],
): Inferred {
  const { dates } = profile
  const evidence: string[] = []
  if (dates.iso && (dates.dmy || dates.mdy || dates.either > 0)) {
    evidence.push(
      `Two ways of writing dates stand in this column: ${said(dates.iso)} beside ${said((dates.dmy ?? dates.mdy ?? dates.eitherAt)!)}.`,
    )
  }
  const proven = provenOrder(profile)
  if (proven === 'conflict') return conflict(file, column, profile, evidence)
  if (proven) {
    const proof = (dates.dmy ?? dates.mdy)!
    evidence.push(`${said(proof)} can only be ${proven === 'dmy' ? 'day' : 'month'} first.`)
    return { column: { ...column, dateOrder: proven }, evidence, proven }
  }
  if (dates.either === 0) {
    if (dates.iso) evidence.push(`Written with the year first (${said(dates.iso)}).`)
    return { column, evidence }
  }
  const sibling = siblings[0]
  if (sibling && siblings.every(({ order }) => order === sibling.order)) {
    evidence.push(
      `Every date here could be either way; ${sibling.where} is ${sibling.order === 'dmy' ? 'day' : 'month'} first.`,
    )
    return { column: { ...column, dateOrder: sibling.order }, evidence }
  }
  const question = orderQuestion(
    file,
    column.header,
    `${said(dates.eitherAt!)} could be day first or month first, and no other cell of the column settles it. Which is it?`,
  )
  return { column: { ...column, dateOrder: 'mdy', assumed: true }, evidence, question }
}

function conflict(file: string, column: ColumnMapping, profile: ColumnProfile, evidence: string[]): Inferred {
  const { dmy, mdy } = profile.dates
  const text = `${said(dmy!)} can only be day first, ${said(mdy!)} only month first. Rows of the other order cannot be read. Which order do the ambiguous ones have?`
  return {
    column: { ...column, dateOrder: 'mdy', assumed: true, mixed: true },
    evidence,
    question: orderQuestion(file, column.header, text),
    proven: 'conflict',
  }
}

function orderQuestion(file: string, header: string, text: string): Question {
  return {
    id: `${file}|${header}|date_order`,
    file,
    header,
    about: 'date_order',
    text,
    options: ORDER_OPTIONS,
    assumed: 'mdy',
    must: true,
  }
}

function inferNumber(file: string, column: ColumnMapping, profile: ColumnProfile): Inferred {
  const { point, comma, either, eitherAt } = profile.decimals
  if (point && comma) {
    const text = `${said(comma)} looks like a decimal comma, ${said(point)} like a decimal point. Which sign parts the decimals?`
    return {
      column: { ...column, decimal: 'point', assumed: true, mixed: true },
      evidence: [],
      question: decimalQuestion(file, column.header, text, 'point'),
      proven: 'conflict',
    }
  }
  const proof = comma ?? point
  if (proof) {
    const proven = comma ? 'comma' : 'point'
    const evidence = [`${said(proof)} has a decimal ${proven}.`]
    return { column: { ...column, decimal: proven }, evidence, proven }
  }
  if (either === 0) return { column, evidence: ['Whole numbers only.'] }
  const assumed = eitherAt!.value.includes('.') ? 'comma' : 'point'
  const text = `${said(eitherAt!)} could be a whole number or have three decimals. Which sign parts the decimals?`
  const question = decimalQuestion(file, column.header, text, assumed)
  return { column: { ...column, decimal: assumed, assumed: true }, evidence: [], question }
}

function decimalQuestion(file: string, header: string, text: string, assumed: Decimal): Question {
  return {
    id: `${file}|${header}|decimal`,
    file,
    header,
    about: 'decimal',
    text,
    options: [
      { value: 'point', label: 'Point (1,234.56)' },
      { value: 'comma', label: 'Comma (1.234,56)' },
    ],
    assumed,
    must: true,
  }
}

const CALLED = {
  dmy: 'day first',
  mdy: 'month first',
  point: 'with a decimal point',
  comma: 'with a decimal comma',
}

/**
 * The question that is left when the cells of a column prove the opposite of what a saved mapping says of it.
 *
 * @param inferred what the cells prove
 */
export function contradiction(
  file: string,
  { column, proven, evidence }: Inferred,
  saved: DateOrder | Decimal,
): Question {
  const text = `The mapping reads "${column.header}" ${CALLED[saved]}, but here ${evidence.at(-1)} Which is right for this file?`
  const isNumber = proven === 'point' || proven === 'comma'
  return isNumber
    ? decimalQuestion(file, column.header, text, proven)
    : { ...orderQuestion(file, column.header, text), assumed: proven ?? null }
}
