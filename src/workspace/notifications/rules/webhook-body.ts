/** Bodies stay below 20 kB, as Standard Webhooks recommends. */
export const MAX_BODY_BYTES = 20_000

const SHORT_TEXT = 300
const SHORT_LIST = 20

/**
 * The body of an outgoing event: type, instant, data. Data that is too large loses long texts and the ends of long lists, then
 * everything but its top level, and says so with `shortened: true`; the receiver finds the rest under its ids.
 *
 * @param occurredAt ISO-8601
 * @returns JSON of less than 20,000 bytes
 */
export function webhookBody(
  event: string,
  occurredAt: string,
  data: Readonly<Record<string, unknown>>,
): string {
  const write = (value: unknown) => JSON.stringify({ type: event, timestamp: occurredAt, data: value })
  const fits = (text: string) => byteLength(text) < MAX_BODY_BYTES
  const whole = write(data)
  if (fits(whole)) return whole
  const shorter = write({ ...(shortened(data, 6) as Record<string, unknown>), shortened: true })
  if (fits(shorter)) return shorter
  const plain = Object.entries(data)
    .filter(([, value]) => typeof value !== 'object' || value === null)
    .slice(0, SHORT_LIST)
    .map(([name, value]) => [name.slice(0, 60), shortened(value, 0)])
  return write({ ...Object.fromEntries(plain), shortened: true })
}

function shortened(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length > SHORT_TEXT ? `${value.slice(0, SHORT_TEXT)}…` : value
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return null
  if (Array.isArray(value)) return value.slice(0, SHORT_LIST).map((one) => shortened(one, depth - 1))
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shortened(one, depth - 1)]))
}

/** Length in UTF-8. */
function byteLength(text: string): number {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0)!
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return bytes
}
