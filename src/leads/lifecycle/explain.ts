import { score } from '#leads/scoring/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Context } from '#platform/operation/index.ts'
import type { LeadScore } from './contract.ts'
import { gather, historyUntil } from './gather.ts'
import { storedFor } from './recompute-in.ts'
import { lifecycle } from './rules/lifecycle.ts'
import { versionAt } from './rules/version.ts'
import { versionsOf } from './versions.ts'

/** Events that give nothing are listed up to this many; those that give points are all listed. */
const IDLE_LISTED = 200

/** Every point of one person's scores at an instant, as the agreement in force then counts them. */
export async function explain(
  { tx, workspaceId }: Context,
  personId: string,
  at: Instant,
): Promise<LeadScore> {
  const versions = await versionsOf(tx, workspaceId)
  const { moves } = await storedFor(tx, workspaceId, [personId])
  const [gathered] = await gather(tx, workspaceId, [personId], versions, moves)
  const { history } = historyUntil(gathered!, at)
  const { state } = lifecycle(history, versions)
  const { model, version } = versionAt(versions, at)
  const events = history.evidence.map((one) => ({ ...one, id: one.id ?? '' }))
  const scored = score(events, history, model, at, state.engagementAfter)
  const { fit, engagement } = model.compiled.document.scoring
  const groupName = (groups: readonly { key: string; name: string }[], key: string) =>
    groups.find((group) => group.key === key)?.name ?? key
  const causes = new Map(events.map((event) => [event.id, event.facts]))
  const lines = scored.why.engagement.map((line) => ({
    ...line,
    kind: causes.get(line.eventId)?.kind ?? causes.get(line.eventId)?.type ?? null,
    subject: causes.get(line.eventId)?.subject ?? null,
    groupName: groupName(engagement.groups, line.group),
  }))
  const idle = lines.filter((line) => line.points === 0)
  const listed = new Set(idle.slice(-IDLE_LISTED))
  return {
    personId,
    at,
    agreementVersion: version,
    cycle: state.cycle,
    countedAfter: Number.isFinite(state.engagementAfter) ? state.engagementAfter : null,
    fit: scored.fit,
    engagement: scored.engagement,
    grade: scored.grade,
    excludedBy: scored.excludedBy,
    fitLimit: fit.limit,
    engagementLimit: engagement.limit,
    fitPoints: scored.why.fit.map((line) => ({ ...line, groupName: groupName(fit.groups, line.group) })),
    engagementPoints: lines.filter((line) => line.points !== 0 || listed.has(line)).reverse(),
    unlisted: idle.length - listed.size,
  }
}
