/** Words in colour on a terminal, plain in a pipe. */
export interface Paint {
  bold(text: string): string
  dim(text: string): string
  accent(text: string): string
  warn(text: string): string
}

/** @param colours whether the terminal shows them; `NO_COLOR` is for the caller to heed */
export function paintWith(colours: boolean): Paint {
  const code = (open: number, close: number) => (text: string) =>
    colours && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text
  return { bold: code(1, 22), dim: code(2, 22), accent: code(36, 39), warn: code(33, 39) }
}

export const WIDTH = 100

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour
const COLOURS = /\u001b\[\d+m/g

/** Width as seen: without colours, East Asian letters counted twice. */
function seenWidth(text: string): number {
  let width = 0
  for (const char of text.replace(COLOURS, '')) {
    const point = char.codePointAt(0)!
    width +=
      (point >= 0x1100 && point <= 0x115f) ||
      (point >= 0x2e80 && point <= 0xa4cf) ||
      (point >= 0xac00 && point <= 0xd7a3) ||
      (point >= 0xff00 && point <= 0xff60)
        ? 2
        : 1
  }
  return width
}

/** Cut with an ellipsis to what fits, then filled up with spaces. */
export function left(text: string, width: number): string {
  const fitting = cut(text, width)
  return fitting + ' '.repeat(Math.max(0, width - seenWidth(fitting)))
}

export function right(text: string, width: number): string {
  const fitting = cut(text, width)
  return ' '.repeat(Math.max(0, width - seenWidth(fitting))) + fitting
}

function cut(text: string, width: number): string {
  if (seenWidth(text) <= width) return text
  let kept = ''
  for (const char of text.replace(COLOURS, '')) {
    if (seenWidth(kept + char) > width - 1) break
    kept += char
  }
  return `${kept}…`
}

/** Lines of at most a hundred columns, broken between words; the first begins with `first`, the others with `rest`. */
export function wrap(text: string, first = '', rest = first): string[] {
  const lines: string[] = []
  let line = first
  let isEmpty = true
  for (const word of text.split(' ')) {
    const longer = isEmpty ? line + word : `${line} ${word}`
    if (seenWidth(longer) > WIDTH && !isEmpty) {
      lines.push(line)
      line = rest + word
    } else line = longer
    isEmpty = false
  }
  return isEmpty ? lines : [...lines, line]
}

/** A bar of eighths of a character. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.max(0, Math.min(1, share)) * width * 8)
  const rest = eighths % 8
  return (
    '█'.repeat(Math.floor(eighths / 8)) +
    (rest ? String.fromCodePoint(0x2590 - rest) : eighths === 0 && share > 0 ? '▏' : '')
  )
}

/** One column of a table. */
export interface Column<Row> {
  title: string
  width: number
  align?: 'left' | 'right'
  cell(row: Row): string
}

/** A table with a quiet head, two spaces between columns. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], paint: Paint): string[] {
  const place = (text: string, { align, width }: Column<Row>) =>
    align === 'right' ? right(text, width) : left(text, width)
  const line = (cells: readonly string[]) => `  ${cells.join('  ')}`.trimEnd()
  return [
    paint.dim(line(columns.map((column) => place(column.title, column)))),
    ...rows.map((row) => line(columns.map((column) => place(column.cell(row), column)))),
  ]
}
