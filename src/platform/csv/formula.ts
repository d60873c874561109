/**
 * Makes cells that a spreadsheet would run as a formula inert, and takes the guard off again.
 *
 * A cell is looked at in segments, because a program that splits at another separator than ours starts a new cell inside
 * one of ours. A segment that would run gets one apostrophe in front; one that already stands behind apostrophes gets one
 * more, so that reading takes off exactly what writing put on: `unguard(guard(x)) === x` for every text.
 */

const SEPARATOR = /([,;|\t\r\n])/
/** Skipped by spreadsheets before they look for a formula: white space, control characters, quotes, invisible marks. */
const SKIPPED = /^[\s\p{Cc}\p{Cf}"]+/u
const STARTS_FORMULA = /^[=+\-@%|;＝＋－＠％｜；−﹣﹢﹦]/
const PLAIN_NUMBER = /^-\d+(?:[.,]\d+)*\s?%?$/
/** A cell may not begin with these either: some programs drop them and then run what follows. */
const OPENS_CELL = /^[\t\r\n|;]/

function runs(segment: string, next: string, isFirst: boolean): boolean {
  const core = segment.replace(/^'+/, '')
  if (isFirst && core === '' && OPENS_CELL.test(next)) return true
  const visible = core.replace(SKIPPED, '').trimEnd()
  if (PLAIN_NUMBER.test(visible)) return false
  return STARTS_FORMULA.test(visible) || (visible !== core && visible.startsWith("'") && quotedRuns(visible))
}

/** Apostrophes behind white space or quotes: a guard there would be taken for part of the text. */
function quotedRuns(visible: string): boolean {
  return STARTS_FORMULA.test(visible.replace(/^['\s\p{Cc}\p{Cf}"]+/u, ''))
}

function eachSegment(
  cell: string,
  change: (segment: string, next: string, isFirst: boolean) => string,
): string {
  const parts = cell.split(SEPARATOR)
  for (let index = 0; index < parts.length; index += 2) {
    parts[index] = change(parts[index]!, parts[index + 1] ?? '', index === 0)
  }
  return parts.join('')
}

/** Texts made only of these never need a guard; keeps the common case cheap. */
const HARMLESS = /^[\p{L}\p{N}][^,;|\t\r\n]*$/u

/**
 * The cell as it may be written to a CSV file: nothing in it starts a formula.
 *
 * @example guardFormula('=1+1') // "'=1+1"
 * @example guardFormula('-12.5') // '-12.5'
 */
export function guardFormula(cell: string): string {
  if (cell === '' || HARMLESS.test(cell)) return cell
  return eachSegment(cell, (segment, next, isFirst) =>
    runs(segment, next, isFirst) ? `'${segment}` : segment,
  )
}

/**
 * The cell as it was before `guardFormula`.
 *
 * @example unguardFormula("'=1+1") // '=1+1'
 */
export function unguardFormula(cell: string): string {
  if (!cell.includes("'")) return cell
  return eachSegment(cell, (segment, next, isFirst) =>
    segment.startsWith("'") && runs(segment.slice(1), next, isFirst) ? segment.slice(1) : segment,
  )
}
