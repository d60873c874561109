import { AGREEMENT_ADOPTED, startUnderDefault } from '#agreement/document/index.ts'
import {
  type HandOffAnnouncement,
  handOffJobs,
  handOffQualified,
  routeUnassigned,
  startHandOffs,
  stopClocks,
  sweepHandoffs,
} from '#leads/handoff/index.ts'
import { announceLeaks } from '#leads/leaks/index.ts'
import { colleaguesOf, recomputeIn, recomputeLeads, refreshFadedLeads } from '#leads/lifecycle/index.ts'
import {
  enrol,
  leaveTrack,
  leaveTracks,
  nurtureJobs,
  type SendDeps,
  sweepNurture,
} from '#leads/nurture/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { enqueue, type JobHandler } from '#platform/jobs/index.ts'
import { HOUR, type Instant, MINUTE, SECOND } from '#platform/kernel/instant.ts'
import { forgetOldAnswers } from '#platform/operation/idempotency.ts'
import type { Policies } from '#platform/operation/runner.ts'
import { type Announcement, announce, type Consumer, deliverTo } from '#platform/outbox/index.ts'
import { replyJobs } from '#records/forms/index.ts'
import { IMPORT_FINISHED, IMPORT_UNDONE, importJobs } from '#records/imports/index.ts'
import { forgetAnonymous, intakeJobs } from '#records/intake/index.ts'
import { mergeJobs, RECORDS_MERGED } from '#records/matching/index.ts'
import { IDENTITY_SETTLED, identityJobs } from '#records/people/index.ts'
import { factsChanged, refreshChangedFacts, refreshFacts, workspacesWithChanges } from '#reports/kpi/index.ts'
import {
  forgetOldNotifications,
  type SenderDeps,
  senderJobs,
  sendOverdue,
} from '#workspace/notifications/index.ts'
import { sampleJob } from './demo/job.ts'
import { realWorkspaces } from './demo/removal-store.ts'
import { LEADS_MOVED, notices } from './notices.ts'
import type { Timer } from './timers.ts'

/**
 * The whole process, in the order of the business: what a workspace starts with, every "when X, then Y", every job and every
 * timer. Nothing subscribes anywhere else.
 *
 * An event arrives, a form is sent, a seller logs a call, records are imported → people and accounts are found or made → leads are scored
 * and moved through the lifecycle → who qualified is routed and offered, clocks run until somebody is really tried → the seller
 * accepts, rejects, recycles, converts → whoever it concerns is told, recycled leads enter their track → figures follow
 */

/** A workspace begins under the default agreement; what qualifies from now on is handed over. */
export async function startWorkspace(
  tx: Tx,
  { workspaceId, now }: { workspaceId: string; now: Instant },
): Promise<void> {
  await startUnderDefault(tx, workspaceId, now)
  await startHandOffs(tx, workspaceId, now)
}

/**
 * Something new is known of people: touches by intake, by hand, by mail or by a click, or an import. What follows is written in the
 * same transaction, so that an event and everything it causes are there together or not at all.
 */
export async function touchesRecorded(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
): Promise<void> {
  const moves = await recomputeIn(tx, workspaceId, personIds, now)
  if (moves.length > 0) await announce(tx, { workspaceId, event: LEADS_MOVED, payload: { moves }, now })
  await leadsMoved(tx, workspaceId, personIds, now)
  await factsChanged(tx, workspaceId, personIds)
}

/**
 * Scored and staged: who qualified is offered to a seller, clocks stop where somebody was really tried, and who has no business on a
 * nurture track any more leaves it.
 */
async function leadsMoved(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
): Promise<void> {
  await handOffQualified(tx, workspaceId, personIds, now)
  await stopClocks(tx, workspaceId, personIds, now)
  await leaveTracks(tx, workspaceId, personIds, now)
}

const HAND_OFFS_CHANGED = [
  'handoff.accepted',
  'handoff.rejected',
  'handoff.recycled',
  'handoff.disqualified',
  'handoff.converted',
  'handoff.undone',
  'handoff.settled',
  'activity.logged',
]

/** When X happened, then Y. Each runs once per event, in a transaction of its own. */
const consumers: readonly Consumer[] = [
  {
    name: 'records changed: the leads they are about are scored and staged anew',
    on: [IMPORT_FINISHED, IMPORT_UNDONE, RECORDS_MERGED],
    handle: (tx, announcement) =>
      recomputeLater(tx, announcement, { who: announcement.payload.personIds as Who, facts: 'all' }),
  },
  {
    name: 'visits were brought to whose they are: these people are scored and staged anew',
    on: [IDENTITY_SETTLED],
    handle: (tx, announcement) =>
      recomputeLater(tx, announcement, { who: announcement.payload.personIds as Who, facts: 'theirs' }),
  },
  {
    name: 'a hand-off was decided or worked on: figures follow',
    on: HAND_OFFS_CHANGED,
    handle: (tx, { workspaceId, payload }) =>
      factsChanged(tx, workspaceId, (payload.personIds ?? [payload.personId]) as string[]),
  },
  {
    // A deal without contacts counts for the whole account, one with contacts only for them.
    name: 'a lead became a deal: the account is scored and staged anew',
    on: ['handoff.converted'],
    handle: async (tx, announcement) => {
      const { workspaceId, payload } = announcement
      const who = await colleaguesOf(tx, workspaceId, [payload.personId as string])
      await recomputeLater(tx, announcement, { who, facts: 'theirs' })
    },
  },
  {
    name: 'agreement adopted: everyone is scored and staged anew',
    on: [AGREEMENT_ADOPTED],
    handle: (tx, announcement) => recomputeLater(tx, announcement, { who: 'all', facts: 'all' }),
  },
  {
    name: 'a lead was recycled: it enters the nurture track of its reason',
    on: ['handoff.recycled'],
    handle: (tx, { workspaceId, payload, occurredAt }) => startNurture(tx, workspaceId, payload, occurredAt),
  },
  {
    name: 'recycling was taken back: the person leaves the track again',
    on: ['handoff.undone'],
    async handle(tx, { workspaceId, payload, occurredAt }) {
      const { personId, undid } = payload as unknown as HandOffAnnouncement
      if (undid === 'recycled') await leaveTrack(tx, workspaceId, [personId], 'taken_back', occurredAt)
    },
  },
  ...notices,
]

async function startNurture(
  tx: Tx,
  workspaceId: string,
  payload: Record<string, unknown>,
  now: Instant,
): Promise<void> {
  const { personId, cycle, reason, track, actorId } = payload as unknown as HandOffAnnouncement
  await enrol(
    tx,
    workspaceId,
    { personId, cycle, trackKey: track ?? null, reason: reason ?? null, actorId },
    now,
  )
}

/** Ids of people, or everyone. */
type Who = readonly string[] | 'all'

const RECOMPUTE = 'leads.recompute'

interface Recompute {
  who: Who
  /** whose figures follow: everybody's, when records of every kind changed */
  facts: 'all' | 'theirs'
}

/** Two waiting recomputations of everyone are one. */
async function recomputeLater(
  tx: Tx,
  { workspaceId, occurredAt }: Announcement,
  asked: Recompute,
): Promise<void> {
  const key = asked.who === 'all' ? { key: 'all' } : {}
  await enqueue(tx, { workspaceId, kind: RECOMPUTE, payload: asked, runAt: occurredAt, ...key })
}

export interface FlowDeps {
  database: Database
  clock: () => Instant
  /** where files of requests are received */
  uploadDir: string
}

/** Long work, carried out in the background and resumed after a stop. */
export function jobHandlers(deps: FlowDeps): JobHandler[] {
  const { database, clock } = deps
  return [
    deliverTo(consumers),
    ...importJobs(deps),
    ...intakeJobs({ database, clock, onTouches: touchesRecorded }),
    ...mergeJobs(deps),
    ...identityJobs(deps),
    ...handOffJobs(deps, touchesRecorded),
    {
      kind: RECOMPUTE,
      async run({ workspaceId, payload }) {
        const { who, facts } = payload as Recompute
        const follow = async (tx: Tx, personIds: readonly string[]) => {
          await leadsMoved(tx, workspaceId, personIds, clock())
          if (facts === 'theirs') await factsChanged(tx, workspaceId, personIds)
        }
        await recomputeLeads(database, workspaceId, who, clock(), { follow })
        if (facts === 'all') await refreshFacts(database, workspaceId, 'all', clock())
      },
    },
    sampleJob(database, clock),
  ]
}

/** Work that waits for machines of others, in a worker of its own so that it holds up nothing here. */
export function sendingHandlers(deps: SenderDeps, nurture: Omit<SendDeps, 'onTouches'>): JobHandler[] {
  return [
    ...senderJobs(deps),
    ...nurtureJobs({ ...nurture, onTouches: touchesRecorded }),
    ...replyJobs({ ...nurture, mailDomain: deps.mailDomain }),
  ]
}

/** What happens by the clock alone, in every workspace. */
export function timers({ database }: FlowDeps): Timer[] {
  return [
    {
      name: 'scores that faded are stored anew',
      everyMs: MINUTE,
      // What was dated ahead may move somebody when its day has come; time alone does not.
      run: (workspaceId, now) =>
        refreshFadedLeads(database, workspaceId, now, async (tx, _, moved) => {
          const personIds = [...new Set(moved.map(({ personId }) => personId))]
          await leadsMoved(tx, workspaceId, personIds, now)
          await factsChanged(tx, workspaceId, personIds)
        }),
    },
    {
      name: 'reminders, escalations and expiries of hand-offs are carried out when they are due',
      everyMs: 15 * SECOND,
      run: (workspaceId, now) => sweepHandoffs(database, workspaceId, now),
    },
    {
      name: 'leads that nobody could take are routed again',
      everyMs: MINUTE,
      among: () => database.system(realWorkspaces),
      run: (workspaceId, now) => routeUnassigned(database, workspaceId, now),
    },
    {
      name: 'figures follow what changed a moment ago',
      everyMs: 5 * SECOND,
      among: () => workspacesWithChanges(database),
      run: (workspaceId, now) => refreshChangedFacts(database, workspaceId, now),
    },
    {
      name: 'visits of people who were never known are kept for 13 months',
      everyMs: HOUR,
      run: (workspaceId, now) => forgetAnonymous(database, workspaceId, now),
    },
    {
      name: 'people on nurture tracks take their next step',
      everyMs: 15 * SECOND,
      among: () => database.system(realWorkspaces),
      run: (workspaceId, now) => sweepNurture(database, workspaceId, now),
    },
    {
      name: 'leads that fall through are listed once a day',
      everyMs: 5 * MINUTE,
      among: () => database.system(realWorkspaces),
      run: (workspaceId, now) => announceLeaks(database, workspaceId, now),
    },
    {
      name: 'mails and webhooks that should be out by now are sent',
      everyMs: 5 * MINUTE,
      run: (workspaceId, now) => sendOverdue(database, workspaceId, now),
    },
    {
      name: 'notifications are kept for half a year, deliveries and their logs for 30 days',
      everyMs: HOUR,
      run: (workspaceId, now) => forgetOldNotifications(database, workspaceId, now),
    },
    {
      name: 'answers to repeated requests are kept for 30 days',
      everyMs: HOUR,
      run: (workspaceId, now) => forgetOldAnswers(database, workspaceId, now),
    },
  ]
}

/** How operations announce what happened. */
export const announceInFlow: Policies['announce'] = (tx, { workspaceId, name, payload, now }) =>
  announce(tx, { workspaceId, event: name, payload, now })
