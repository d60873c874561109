import { type Instant, MINUTE } from '#platform/kernel/instant.ts'
import { isAttempt } from '#records/touches/index.ts'
import { survivalQuantile } from '#reports/kpi/index.ts'
import type { Collected } from './entries.ts'
import type { Computed } from './facts.ts'
import type { CampaignReport, TeamReport } from './report.ts'

interface Stages {
  qualified: string
  accepted: string
}

/** What became of the leads each campaign made, campaigns with most leads first. */
export function campaignReports(
  { campaigns }: Collected,
  { cycles }: Computed,
  { qualified, accepted }: Stages,
): CampaignReport[] {
  const lines = campaigns.map(
    (campaign): CampaignReport => ({
      name: campaign.name,
      channel: campaign.channel,
      costMinor: campaign.currency === null ? null : campaign.costMinor,
      currency: campaign.currency,
      leads: 0,
      qualified: 0,
      accepted: 0,
      sentBack: 0,
      opportunities: 0,
      customers: 0,
    }),
  )
  for (const cycle of cycles) {
    const line = lines[Number(cycle.campaignId ?? -1)]
    if (!line) continue
    const reached = (stage: string) => cycle.enteredAt[stage] !== undefined && !cycle.inferred.includes(stage)
    line.leads += 1
    if (reached(qualified)) line.qualified += 1
    if (reached(qualified) && reached(accepted)) line.accepted += 1
    if (reached(qualified) && !reached(accepted) && cycle.exit) line.sentBack += 1
    if (reached('opportunity')) line.opportunities += 1
    if (reached('customer')) line.customers += 1
  }
  return lines
    .filter(({ leads, costMinor }) => leads > 0 || costMinor !== null)
    .sort((a, b) => b.leads - a.leads)
}

/** Deals, hand-offs and answers of each team; nothing about single people. */
export function teamReports(
  collected: Collected,
  computed: Computed,
  { qualified, channels }: Stages & { channels: readonly string[] },
  until: Instant,
  currency: string,
): TeamReport[] {
  const teams = [...new Set(collected.sellers.flatMap(({ team }) => team ?? []))].sort()
  return teams.map((team) => {
    const deals = computed.opportunities.filter((deal) => deal.team === team)
    const won = deals.filter(({ status }) => status === 'won')
    const lost = deals.filter(({ status }) => status === 'lost').length
    const handed = computed.cycles.filter(
      (cycle) =>
        cycle.team === team &&
        cycle.enteredAt[qualified] !== undefined &&
        !cycle.inferred.includes(qualified),
    )
    const waits = computed.responses
      .filter((response) => response.team === team)
      .map(({ raisedAt, firstAttemptAt }) => ({
        length: Math.floor(((firstAttemptAt ?? until) - raisedAt) / MINUTE),
        ended: firstAttemptAt === null ? 0 : 1,
        waiting: firstAttemptAt === null ? 1 : 0,
      }))
    return {
      team,
      open: deals.filter(({ status }) => status === 'open').length,
      won: won.length,
      lost,
      wonAmountMinor: won.reduce(
        (sum, deal) => sum + ((deal.currency ?? currency) === currency ? (deal.amountMinor ?? 0) : 0),
        0,
      ),
      winRate: won.length + lost === 0 ? null : won.length / (won.length + lost),
      qualified: handed.length,
      untouched: handed.filter(
        (cycle) => !triedSince(collected, Number(cycle.personId), cycle.enteredAt[qualified]!, channels),
      ).length,
      firstAttemptP50: waits.length === 0 ? null : survivalQuantile(waits, 0.5),
      firstAttemptP90: waits.length === 0 ? null : survivalQuantile(waits, 0.9),
    }
  })
}

function triedSince(
  { touches }: Collected,
  person: number,
  from: Instant,
  channels: readonly string[],
): boolean {
  return touches
    .of(person)
    .some((touch) => touches.at(touch) >= from && isAttempt(touches.fact(touch), channels))
}
