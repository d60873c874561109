import pg from 'pg'

const { builtins } = pg.types
type Parse = (text: string) => unknown

/** `2026-10-26 10:00:00.123+00` to epoch milliseconds. */
function parseInstant(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY
  if (text === '-infinity') return Number.NEGATIVE_INFINITY
  const iso = text.replace(' ', 'T')
  if (iso.endsWith('+00')) return Date.parse(`${iso.slice(0, -3)}Z`)
  return Date.parse(/[+-]\d\d$/.test(iso) ? `${iso}:00` : iso)
}

const asText: Parse = (text) => text
const texts = pg.types.getTypeParser(1009 as never) as unknown as (text: string) => (string | null)[]
const arrayOf =
  (parse: Parse): Parse =>
  (text) =>
    texts(text).map((item) => (item === null ? null : parse(item)))

/** How values leave the database, the same on every engine: bigint as number, instants as epoch milliseconds, days and decimals as text. */
const PARSERS = new Map<number, Parse>([
  [builtins.INT8, Number],
  [1016, arrayOf(Number)],
  [builtins.TIMESTAMPTZ, parseInstant],
  [1185, arrayOf(parseInstant)],
  [builtins.TIMESTAMP, asText],
  [1115, arrayOf(asText)],
  [builtins.DATE, asText],
  [1182, arrayOf(asText)],
  [builtins.NUMERIC, asText],
  [1231, arrayOf(asText)],
  [builtins.INTERVAL, asText],
])

export const types = {
  getTypeParser: ((type: number, format?: 'text' | 'binary') =>
    PARSERS.get(type) ?? pg.types.getTypeParser(type, format as 'text')) as typeof pg.types.getTypeParser,
}
