/** Times as a person in front of the screen means them: in the zone of their browser. */

const HOUR_OF_START = 9

const two = (number: number) => String(number).padStart(2, '0')

/** An instant as a field for day and time holds it, `2026-11-22T09:00`. */
export function toLocalField(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The day of an instant as a field for days holds it, `2026-11-22`; such days compare as texts. */
export const toLocalDay = (at: number): string => toLocalField(at).slice(0, 10)

/** The instant that such a field names; `NaN` when it names none. */
export const fromLocalField = (text: string): number => new Date(text).getTime()

/** Nine o'clock so many days from now. */
function morningIn(days: number, now: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, HOUR_OF_START).getTime()
}

/** How long one usually waits for a customer. */
export function waitPresets(now: number): { label: string; until: number }[] {
  const day = new Date(now).getDay()
  const toMonday = day === 0 ? 8 : 8 - day
  return [
    { label: 'Until tomorrow', until: morningIn(1, now) },
    { label: 'Three days', until: morningIn(3, now) },
    { label: 'Until Monday next week', until: morningIn(toMonday, now) },
  ]
}
