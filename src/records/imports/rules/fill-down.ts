import type { ColumnMapping } from '../mapping.ts'
import type { Question } from '../understanding.ts'
import type { Groups } from './grouped-report.ts'

/**
 * Whether the empty cells of a column repeat the one above: where titles or totals prove a grouped report, or where somebody says
 * so. Stages are asked about, since a deal without one counts as open.
 *
 * @param index position of the column
 * @param before what a saved mapping says of it
 * @param answers question id → chosen option
 */
export function settleFillDown(
  file: string,
  column: ColumnMapping,
  index: number,
  { columns, isCertain }: Groups,
  before: ColumnMapping | undefined,
  answers: Readonly<Record<string, string>>,
): { column: ColumnMapping; evidence: string[]; question?: Question } {
  if (!columns.includes(index)) return { column, evidence: [] }
  const id = `${file}|${column.header}|fill_down`
  const chosen = answers[id] ? answers[id] === 'yes' : before?.assumed ? undefined : before?.fillDown
  if (chosen === undefined && !isCertain) {
    if (column.field !== 'opportunity.stage') return { column, evidence: [] }
    return {
      column: { ...column, fillDown: true, assumed: true },
      evidence: [],
      question: asked(id, file, column.header),
    }
  }
  const fillDown = chosen ?? true
  const evidence = fillDown
    ? ['The report is grouped by this column: an empty cell repeats the one above.']
    : []
  return { column: { ...column, fillDown }, evidence }
}

function asked(id: string, file: string, header: string): Question {
  return {
    id,
    file,
    header,
    about: 'fill_down',
    text: `"${header}" is empty in rows below each of its values, as in a report that is grouped by it. Do these rows belong to the value above them?`,
    options: [
      { value: 'yes', label: 'Yes, the value above' },
      { value: 'no', label: 'No, they have none' },
    ],
    assumed: 'yes',
    must: true,
  }
}
