import { count, duration, money, percent, plural } from './format.ts'
import type { AuditReport } from './report.ts'

/** Below this many cases nothing is said of a rate. */
const ENOUGH = 30
const MOST = 6

type Facts = Omit<AuditReport, 'highlights'>

/** The few things a reader should know first, as sentences with their numbers; each follows from a figure further down. */
export function highlightsOf(report: Facts): string[] {
  return [
    outcome(report),
    ...slowTeam(report),
    ...definitionChange(report),
    ...poorCampaign(report),
    ...hiddenChannel(report),
    ...worstLeaks(report),
    ...misspelt(report),
  ]
    .filter((sentence): sentence is string => sentence !== null)
    .slice(0, MOST)
}

function outcome({ deals, currency }: Facts): string | null {
  if (!deals || deals.won + deals.lost === 0) return null
  const worth = deals.wonAmountMinor === null ? '' : `, worth ${money(deals.wonAmountMinor, currency)}`
  return `${count(deals.won)} of ${count(deals.won + deals.lost)} decided deals were won (${percent(deals.winRate.value)})${worth}.`
}

function slowTeam({ teams }: Facts): string[] {
  const timed = teams
    .filter(({ firstAttemptP50 }) => firstAttemptP50 !== null)
    .sort((a, b) => a.firstAttemptP50! - b.firstAttemptP50!)
  const [fastest, slowest] = [timed[0], timed.at(-1)]
  if (!fastest || !slowest || slowest.firstAttemptP50! < 2 * Math.max(1, fastest.firstAttemptP50!)) return []
  return [
    `${slowest.team} takes ${duration(slowest.firstAttemptP50)} to make a first attempt on half of its hand-raises, ${fastest.team} takes ${duration(fastest.firstAttemptP50)}.`,
  ]
}

const accepted = (line: { accepted: number; sentBack: number }) =>
  line.accepted / (line.accepted + line.sentBack)

function definitionChange({ agreement }: Facts): string[] {
  const decided = agreement.versions.filter((line) => line.accepted + line.sentBack >= ENOUGH)
  const [before, after] = [decided.at(-2), decided.at(-1)]
  if (!before || !after || Math.abs(accepted(before) - accepted(after)) < 0.05) return []
  return [
    `Since agreement version ${after.version} sales accepts ${percent(accepted(after))} of the qualified leads it decides on; under version ${before.version} it was ${percent(accepted(before))}.`,
  ]
}

function poorCampaign({ campaigns }: Facts): string[] {
  const decided = campaigns.filter((line) => line.accepted + line.sentBack >= ENOUGH)
  const all = decided.reduce(
    (sum, line) => ({ accepted: sum.accepted + line.accepted, sentBack: sum.sentBack + line.sentBack }),
    { accepted: 0, sentBack: 0 },
  )
  const worst = [...decided].sort((a, b) => accepted(a) - accepted(b))[0]
  if (!worst || decided.length < 3 || accepted(worst) > accepted(all) / 2) return []
  return [
    `“${worst.name}” made ${plural(worst.qualified, 'qualified lead')}, of which sales accepted ${percent(accepted(worst))}; over these campaigns it accepts ${percent(accepted(all))}.`,
  ]
}

/** A channel that starts journeys and gets little of the last touch. */
function hiddenChannel({ attribution, currency }: Facts): string[] {
  if (!attribution) return []
  const hidden = attribution.channels
    .map((line) => ({ ...line, first: line.byModel.first ?? 0, last: line.byModel.last ?? 0 }))
    .filter(({ first, last }) => first > attribution.amountMinor * 0.05 && last < first / 3)
    .sort((a, b) => b.first - b.last - (a.first - a.last))[0]
  if (!hidden) return []
  return [
    `${hidden.channel} begins journeys worth ${money(hidden.first, currency)} of won revenue, and by last touch would be credited with ${money(hidden.last, currency)}.`,
  ]
}

function worstLeaks({ leaks, currency }: Facts): string[] {
  const people = leaks.filter(
    ({ key, count: cases }) => cases > 0 && ['handraise_unanswered', 'qualified_untouched'].includes(key),
  )
  const deals = leaks
    .filter(({ key, count: cases }) => cases > 0 && key.startsWith('deal_'))
    .sort((a, b) => (b.amountMinor ?? 0) - (a.amountMinor ?? 0) || b.count - a.count)[0]
  const sentences: string[] = []
  const waiting = people.map(({ count: cases, key }) =>
    key === 'handraise_unanswered'
      ? `${plural(cases, 'hand-raise')} nobody answered`
      : `${plural(cases, 'qualified lead')} sales never tried`,
  )
  if (waiting.length > 0) sentences.push(`There are ${waiting.join(' and ')}.`)
  if (deals) {
    const worth = deals.amountMinor ? `, ${money(deals.amountMinor, currency)}` : ''
    sentences.push(`${deals.title}: ${count(deals.count)} of ${count(deals.of)}${worth}.`)
  }
  return sentences
}

function misspelt({ understood }: Facts): string[] {
  const [worst] = [...understood.suggestions].sort((a, b) => b.rows - a.rows)
  return worst
    ? [
        `“${worst.value}” and “${worst.meant}” are probably the same: ${plural(worst.rows, 'row')} of ${worst.file}.`,
      ]
    : []
}
