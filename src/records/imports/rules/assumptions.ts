import type { Mapping } from '../mapping.ts'
import type { Question } from '../understanding.ts'
import { fieldOf } from './fields.ts'
import { isDate } from './infer.ts'
import type { ColumnProfile } from './profile.ts'
import { isNamedBeside, signQuestions } from './signs.ts'

/** Columns of one file as they were looked at. */
export interface Profiled {
  file: string
  profiles: readonly ColumnProfile[]
}

/**
 * What is assumed for the whole set of files and can be changed: the time zone of times without one, the currency of amounts
 * without one. Which currency a shared sign stands for is not assumed but asked.
 */
export function assumptions(
  files: readonly Profiled[],
  mapping: Mapping,
  options: { timeZone?: string | undefined; currency?: string | undefined },
): Question[] {
  const timed: string[] = []
  const amounts: string[] = []
  for (const { file, profiles } of files) {
    const made = mapping.files.find((entry) => entry.file === file)
    for (const [index, column] of (made?.columns ?? []).entries()) {
      const type = column.field ? fieldOf(column.field)?.type : undefined
      const profile = profiles[index]!
      if (isDate(type) && profile.dates.timed > 0 && profile.dates.zoned === 0)
        timed.push(`"${column.header}" of ${file}`)
      if (type === 'money' && namesNone(profile) && !isNamedBeside(made!.columns, profiles, profile))
        amounts.push(`"${column.header}" of ${file}`)
    }
  }
  return [
    ...zoneQuestion(timed, options.timeZone ?? 'UTC'),
    ...currencyQuestion(amounts, options.currency ?? 'USD'),
    ...signQuestions(files, mapping.files),
  ]
}

/** Whether some amount of a column carries no currency. */
function namesNone({ numbers, currencies }: ColumnProfile): boolean {
  let named = 0
  for (const times of currencies.values()) named += times
  return numbers > named
}

const list = (names: string[]): string =>
  names.slice(0, 4).join(', ') + (names.length > 4 ? ` and ${names.length - 4} more` : '')

function zoneQuestion(columns: string[], assumed: string): Question[] {
  if (columns.length === 0) return []
  const zones = [
    ...new Set([
      assumed,
      'UTC',
      'Europe/London',
      'Europe/Berlin',
      'America/New_York',
      'America/Chicago',
      'America/Los_Angeles',
      'Asia/Singapore',
    ]),
  ]
  const text = `The times in ${list(columns)} carry no time zone. They are read as ${assumed}. In which zone was the export made?`
  return [
    {
      id: '*|time_zone',
      file: '*',
      header: null,
      about: 'time_zone',
      text,
      options: zones.map((zone) => ({ value: zone, label: zone })),
      assumed,
      must: false,
    },
  ]
}

function currencyQuestion(columns: string[], assumed: string): Question[] {
  if (columns.length === 0) return []
  const codes = [...new Set([assumed, 'USD', 'EUR', 'GBP', 'CHF', 'SEK', 'PLN', 'CAD', 'AUD', 'INR', 'JPY'])]
  const text = `Amounts in ${list(columns)} name no currency. They are read as ${assumed}. Which currency is it?`
  return [
    {
      id: '*|currency',
      file: '*',
      header: null,
      about: 'currency',
      text,
      options: codes.map((code) => ({ value: code, label: code })),
      assumed,
      must: false,
    },
  ]
}
