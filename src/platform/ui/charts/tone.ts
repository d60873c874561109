/** Colours a chart may use: teams, states, and a neutral series in a fixed order. */
export type ChartTone =
  | 'marketing'
  | 'sales'
  | 'success'
  | 'accent'
  | 'neutral'
  | 'good'
  | 'warn'
  | 'bad'
  | 'series-1'
  | 'series-2'
  | 'series-3'
  | 'series-4'
  | 'series-5'
  | 'series-6'
  | 'series-7'
  | 'series-8'

const FILLS: Record<ChartTone, string> = {
  marketing: 'var(--marketing-fill, #dd7a30)',
  sales: 'var(--sales-fill, #2f7fc6)',
  success: 'var(--success-fill, #2b9a8b)',
  accent: 'var(--series-1, #6363cf)',
  neutral: 'var(--series-4, #8a8d95)',
  good: 'var(--good, #176b45)',
  warn: 'var(--warn, #835400)',
  bad: 'var(--bad, #b3261e)',
  'series-1': 'var(--series-1, #6363cf)',
  'series-2': 'var(--series-2, #dd7a30)',
  'series-3': 'var(--series-3, #2b9a8b)',
  'series-4': 'var(--series-4, #8a8d95)',
  'series-5': 'var(--series-5, #b8558f)',
  'series-6': 'var(--series-6, #b39a2e)',
  'series-7': 'var(--series-7, #3f8fd0)',
  'series-8': 'var(--series-8, #8a5a3c)',
}

/** The paint of a tone; outside the app, where there are no tokens, the light theme's. */
export const fillOf = (tone: ChartTone): string => FILLS[tone]

/** The tone of a team, or neutral for an owner that is no team. */
export function toneOfTeam(team: string | undefined): ChartTone {
  return team === 'marketing' || team === 'sales' || team === 'success' ? team : 'neutral'
}

/** The tone of the n-th series of a chart. */
export function toneOfSeries(index: number): ChartTone {
  return (
    ['series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'series-6', 'series-7', 'series-8'] as const
  )[index % 8]!
}

/** A share 0-1 as a length along an SVG axis. Rounded, so that the same data gives the same bytes. */
export const percent = (share: number): string => `${Math.round(share * 100_000) / 1_000}%`
