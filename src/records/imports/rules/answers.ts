import type { Mapping } from '../mapping.ts'
import { isCurrency } from './currencies.ts'

/** Begins the id of a question about a sign that several currencies share; the sign follows. */
export const SIGN_QUESTION = '*|sign|'

/** Answers are written into the mapping, so that a saved one carries them. */
export function withAnswers(mapping: Mapping | null, answers: Record<string, string>): Mapping | null {
  if (!mapping) return null
  const out = structuredClone(mapping)
  for (const [id, value] of Object.entries(answers)) {
    const [name, header, about] = id.split('|')
    for (const file of out.files) {
      if (id === '*|time_zone') file.timeZone = value
      else if (id === '*|currency') file.currency = isCurrency(value) ? value : file.currency
      else if (id.startsWith(SIGN_QUESTION)) answerSign(file, id.slice(SIGN_QUESTION.length), value)
      else if (file.file === name) answerColumn(file.columns, header, about, value)
    }
    // The file is recognised anew under the kind that was chosen.
    if (header === 'file_kind') out.files = out.files.filter(({ file }) => file !== name)
  }
  return out
}

function answerSign(file: Mapping['files'][number], sign: string, value: string): void {
  if (file.signs && Object.hasOwn(file.signs, sign) && isCurrency(value))
    file.signs = { ...file.signs, [sign]: value }
}

function answerColumn(
  columns: Mapping['files'][number]['columns'],
  header: string | undefined,
  about: string | undefined,
  value: string,
): void {
  const column = columns.find((candidate) => candidate.header === header)
  if (!column) return
  if (about === 'date_order' && (value === 'dmy' || value === 'mdy'))
    Object.assign(column, { dateOrder: value, assumed: false })
  if (about === 'fill_down') Object.assign(column, { fillDown: value === 'yes', assumed: false })
  if (about === 'decimal' && (value === 'point' || value === 'comma'))
    Object.assign(column, { decimal: value, assumed: false })
}
