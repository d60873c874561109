const SHAPE = /^P(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?)?$/

/**
 * Milliseconds of a duration written in weeks, days, hours and minutes; a day counts 24 hours.
 *
 * @returns `null` when the text is not such a duration
 * @example durationMs('P1DT2H') // 93_600_000
 */
export function durationMs(text: string): number | null {
  const parts = SHAPE.exec(text)
  if (!parts || text === 'P' || text.endsWith('T')) return null
  const [weeks, days, hours, minutes] = parts.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ]
  return (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60_000
}

/**
 * A duration in plain words.
 *
 * @example durationInWords('P1DT2H') // '1 day 2 hours'
 */
export function durationInWords(text: string): string {
  const parts = SHAPE.exec(text)
  if (!parts) return text
  const units = ['week', 'day', 'hour', 'minute']
  const words = units.flatMap((unit, index) => {
    const count = Number(parts[index + 1] ?? 0)
    return count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`]
  })
  return words.length === 0 ? 'at once' : words.join(' ')
}
