import { count, plural, recordName, systemName } from '../format.ts'
import type { AuditReport } from '../report.ts'
import { type Paint, table, wrap } from './paint.ts'
import { remark, title } from './parts.ts'

type File = AuditReport['understood']['files'][number]

const MOST_SUGGESTIONS = 8
const MOST_ERRORS = 5
/** Nobody would have read it otherwise. */
const PLAIN = /^(?:Whole numbers only|Written with the year first|.* has a decimal point)/

/** What the reader made of the files, with its evidence; then what it guessed, suspects and could not read. */
export function understoodText({ understood }: AuditReport, paint: Paint): string[] {
  const rows = (file: File) => `${file.isWhole ? '' : '> '}${count(file.rows)}`
  const lines = table<File>(
    [
      { title: 'File', width: 30, cell: (file) => file.file },
      {
        title: 'Lists',
        width: 13,
        cell: (file) => (file.problem ? 'not read' : file.kind ? recordName(file.kind) : 'not clear'),
      },
      { title: 'From', width: 11, cell: (file) => (file.problem ? '' : systemName(file.system)) },
      { title: 'Rows', width: 9, align: 'right', cell: rows },
      { title: 'Columns', width: 27, cell: columnsOf },
    ],
    understood.files,
    paint,
  )
  return [
    ...title('What it understood', 'files, columns and guesses', paint),
    ...lines,
    ...understood.files.flatMap((file) => guesses(file, paint)),
    ...suggestionLines(understood.suggestions, paint),
    ...understood.questions.flatMap((question) =>
      note(question.must ? 'Please say' : 'Assumed', question.text, paint),
    ),
    ...problems(understood, paint),
  ]
}

function columnsOf({ columns, problem }: File): string {
  if (problem) return ''
  const kept = columns.filter(({ field }) => field === 'attribute').length
  const unread = columns.filter(({ field }) => field === null).length
  const read = columns.length - kept - unread
  return [`${read} read`, kept ? `${kept} kept as is` : '', unread ? `${unread} left out` : '']
    .filter(Boolean)
    .join(', ')
}

/** Columns whose meaning was not plain from the header, and what the values proved. */
function guesses(file: File, paint: Paint): string[] {
  const lines: string[] = []
  if (file.problem) lines.push(...note(file.file, file.problem, paint))
  for (const warning of file.warnings) lines.push(...note(file.file, warning, paint))
  for (const column of file.columns) {
    if (column.field === null || column.field === 'attribute') continue
    const told = (column.confidence < 0.9 ? column.evidence : column.evidence.slice(1)).filter(
      (sentence) => !PLAIN.test(sentence),
    )
    if (told.length > 0)
      lines.push(...note(`${file.file}, ${column.header.trim()}`, told.slice(0, 3).join(' '), paint))
  }
  const most = 6
  return lines.length > most
    ? [
        ...lines.slice(0, most),
        ...remark(`… and ${lines.length - most} more lines about ${file.file} (--json has all)`, paint),
      ]
    : lines
}

function suggestionLines(suggestions: AuditReport['understood']['suggestions'], paint: Paint): string[] {
  const lines = suggestions
    .slice(0, MOST_SUGGESTIONS)
    .flatMap(({ value, meant, rows, file, header, reason }) =>
      note(
        'Probably the same',
        `"${value}" and "${meant}": ${plural(rows, 'row')} of ${file}, column ${header.trim()}. ${reason}`,
        paint,
      ),
    )
  const more = suggestions.length - MOST_SUGGESTIONS
  return more > 0 ? [...lines, ...remark(`… and ${plural(more, 'more value')} like these`, paint)] : lines
}

function problems(
  { refusedRows, unreadableCells, errors }: AuditReport['understood'],
  paint: Paint,
): string[] {
  if (refusedRows + unreadableCells === 0) return []
  const said = `${plural(refusedRows, 'row')} left out, ${plural(unreadableCells, 'further cell')} not readable.`
  const examples = errors
    .slice(0, MOST_ERRORS)
    .flatMap(({ file, row, header, message }) =>
      note(`${file}, row ${count(row)}${header ? `, ${header.trim()}` : ''}`, message, paint),
    )
  return [...note('Not read', said, paint), ...examples]
}

function note(label: string, text: string, paint: Paint): string[] {
  return wrap(`${paint.warn(label)}  ${text}`, '  ', '    ')
}
