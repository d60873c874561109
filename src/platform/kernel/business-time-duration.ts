import { DAY, HOUR, MINUTE, SECOND } from './instant.ts'

const SHAPE =
  /^P(?=[0-9T])(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:[.,][0-9]{1,3})?)S)?)?$/
const UNITS = [7 * DAY, DAY, HOUR, MINUTE, SECOND]

/**
 * Milliseconds of a duration in ISO-8601, of weeks, days, hours, minutes and seconds; a day is 24 hours, of open time in business
 * time. Years and months have no fixed length and are no duration here.
 *
 * @returns `null` when the text is not such a duration
 * @example readDuration('PT7H30M') // 27_000_000
 */
export function readDuration(text: string): number | null {
  const parts = SHAPE.exec(text)
  if (!parts) return null
  const ms = UNITS.reduce(
    (sum, unit, index) => sum + Math.round(Number((parts[index + 1] ?? '0').replace(',', '.')) * unit),
    0,
  )
  return Number.isSafeInteger(ms) ? ms : null
}

/**
 * Business time in ISO-8601, in hours, minutes and seconds: its days have no fixed length.
 *
 * @param ms whole milliseconds, at least 0
 * @example writeDuration(27_000_000) // 'PT7H30M'
 */
export function writeDuration(ms: number): string {
  const hours = Math.floor(ms / HOUR)
  const minutes = Math.floor((ms % HOUR) / MINUTE)
  const seconds = (ms % MINUTE) / SECOND
  const parts = [hours && `${hours}H`, minutes && `${minutes}M`, seconds && `${seconds}S`]
  return `PT${parts.filter(Boolean).join('') || '0S'}`
}
