import {
  type FigureDelta,
  formatCount,
  formatDuration,
  formatMoney,
  formatShare,
} from '#platform/ui/index.ts'
import { measure } from '../rules/catalogue.ts'
import type { Unit } from '../rules/measure.ts'
import type { Figure } from '../schema.ts'

const MINUTE_MS = 60_000

/** A value in its unit: `34.2%`, `59 days`, `2 h 5 min`, `EUR 1.2M`, `EUR 950 per day`. */
export function valueText(value: number | null, unit: Unit, currency = '', short = false): string {
  if (value === null) return '–'
  switch (unit) {
    case 'share':
      return formatShare(value)
    case 'days': {
      const days = value >= 100 ? Math.round(value) : value
      return `${formatCount(days)} ${days === 1 ? 'day' : 'days'}`
    }
    case 'minutes':
      return formatDuration(value * MINUTE_MS)
    case 'money':
      return formatMoney(value, currency, { short })
    case 'money_per_day':
      return `${formatMoney(value, currency, { short })} per day`
    default:
      return formatCount(value)
  }
}

/** The same over a figure. */
export function figureText(figure: Figure, short = false): string {
  return valueText(figure.value, figure.unit, figure.currency, short)
}

/** Change since the period before, in points for shares and in percent otherwise; nothing to compare with gives none. */
export function deltaOf(figure: Figure): FigureDelta | undefined {
  const { value, previous, unit } = figure
  if (value === null || previous === null) return undefined
  const change = value - previous
  const text =
    unit === 'share'
      ? `${signed(change * 100, 1)} points`
      : previous === 0
        ? 'new'
        : `${signed((change / Math.abs(previous)) * 100, 0)}%`
  const direction = change > 0 ? 'up' : change < 0 ? 'down' : 'flat'
  const { good } = measure(figure.key)
  return { text, direction, ...(good === 'neither' ? {} : { better: good === direction }) }
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toLocaleString('en', { maximumFractionDigits: digits })
  return `${value < 0 ? '−' : '+'}${text}`
}

/** The maturing are part of a stage's denominator; of deals they also hold those not decided yet. */
const ofWhole = (figure: Figure) =>
  figure.key === 'stage_conversion' ? ` of ${formatCount(figure.cases.denominator)}` : ''

/** What is uncertain or missing about a figure, in one line. */
export function noteOf(figure: Figure): string | undefined {
  const notes = [
    figure.immature ? `${formatCount(figure.immature)}${ofWhole(figure)} still maturing` : '',
    ...figure.leftOut.map((line) => `${line.reason}: ${formatCount(line.count)}`),
  ].filter(Boolean)
  return notes.length > 0 ? notes.join(' · ') : undefined
}

/** Words for the fields of records whose completeness is shown. */
const FIELD_WORDS: Record<string, string> = {
  seller: 'owner',
  jobTitle: 'job title',
  createdAt: 'creation date',
  closedAt: 'closing date',
  contacts: 'contact roles',
}
const RECORD_WORDS: Record<string, string> = {
  person: 'People',
  account: 'Accounts',
  opportunity: 'Opportunities',
  open_opportunity: 'Open opportunities',
  closed_opportunity: 'Closed opportunities',
  marketing_touch: 'Marketing touches',
  touch: 'Touches',
}

export const fieldWord = (field: string) => FIELD_WORDS[field] ?? field
export const recordWord = (record: string) => RECORD_WORDS[record] ?? record
