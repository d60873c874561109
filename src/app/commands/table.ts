/** An answer as text for people: a list as aligned columns, anything else as its fields. */
export function toTable(answer: unknown): string {
  if (typeof answer === 'string') return answer
  if (answer === undefined) return 'Done.\n'
  const items = (answer as { items?: unknown }).items
  if (!Array.isArray(items)) return `${printableJson(answer)}\n`
  if (items.length === 0) return 'Nothing found.\n'
  const names = Object.keys(items[0] as object).filter((name) =>
    items.some((item) => isShown((item as Record<string, unknown>)[name])),
  )
  const rows = [
    names,
    ...items.map((item) => names.map((name) => cell((item as Record<string, unknown>)[name]))),
  ]
  const widths = names.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map(
      (row) =>
        `${row
          .map((text, column) => text.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

const isShown = (value: unknown) => value !== null && value !== undefined && typeof value !== 'object'

/** Control characters would be obeyed by a terminal, invisible ones hide what is there: neither is printed. */
const cell = (value: unknown) =>
  isShown(value)
    ? String(value)
        .replace(/[\p{Cc}\p{Cf}]/gu, '\u{fffd}')
        .slice(0, 60)
    : ''

/** An answer as JSON, with every character escaped that a terminal could obey. */
export function printableJson(answer: unknown): string {
  const escaped = (text: string) => `\\u${text.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(answer, null, 2).replace(/[\u007f-\u009f]/g, escaped)
}
