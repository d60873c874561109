import type { ColumnMapping } from '../mapping.ts'
import { fieldOf } from './fields.ts'
import { contradiction, type Inferred, isDate } from './infer.ts'

type Settled = Pick<Inferred, 'column' | 'question'>

/**
 * The column under what a person has decided, by an answer or in a mapping; the question that is left otherwise. A mapping was
 * made for an earlier file: where the cells of this one prove the opposite, it is asked again.
 *
 * @param before what the mapping says of the column
 * @param answers question id → chosen option
 */
export function settle(
  file: string,
  inferred: Inferred,
  before: ColumnMapping | undefined,
  answers: Readonly<Record<string, string>>,
): Settled {
  const column = { ...inferred.column, ...(before?.replace ? { replace: before.replace } : {}) }
  const left = open(file, inferred, before)
  if (!left) return { column: { ...column, ...chosen(before), assumed: undefined } }
  const { question } = left
  const answer = question && chosenBy(answers[question.id])
  return answer
    ? { column: { ...column, ...answer, assumed: undefined } }
    : { column: { ...column, ...left.column }, question }
}

/** What is not decided yet; `undefined` when the mapping decides it. */
function open(file: string, inferred: Inferred, before: ColumnMapping | undefined): Settled | undefined {
  const { column, question, proven } = inferred
  const saved = before && !before.assumed ? savedFor(column, before) : undefined
  if (saved === undefined) return { column, ...(question ? { question } : {}) }
  if (proven === undefined || proven === saved) return undefined
  if (proven === 'conflict') return before!.mixed ? undefined : { column, question: question! }
  return { column: { ...column, assumed: true }, question: contradiction(file, inferred, saved) }
}

const savedFor = ({ field }: ColumnMapping, { dateOrder, decimal }: ColumnMapping) =>
  isDate(field ? fieldOf(field)?.type : undefined) ? dateOrder : decimal

function chosen(before: ColumnMapping | undefined): Partial<ColumnMapping> {
  const { dateOrder, decimal } = before ?? {}
  return { ...(dateOrder ? { dateOrder } : {}), ...(decimal ? { decimal } : {}) }
}

function chosenBy(answer: string | undefined): Partial<ColumnMapping> | undefined {
  if (answer === 'dmy' || answer === 'mdy') return { dateOrder: answer }
  return answer === 'point' || answer === 'comma' ? { decimal: answer } : undefined
}
