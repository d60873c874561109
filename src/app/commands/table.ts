/** An answer as text for people: a list as aligned columns, anything else as its fields. */
export function toTable(answer: unknown): string {
  if (typeof answer === 'string') return answer
  if (answer === undefined) return 'Done.\n'
  const items = (answer as { items?: unknown }).items
  if (!Array.isArray(items)) return `${JSON.stringify(answer, null, 2)}\n`
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

const cell = (value: unknown) => (isShown(value) ? String(value).slice(0, 60) : '')
