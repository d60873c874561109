import { AGREEMENT_ADOPTED, startUnderDefault } from '#agreement/document/index.ts'
import {
  followHandOffs,
  HAND_OFF_EVENTS,
  handOffJobs,
  LEAD_REOPENED,
  passOn,
  routeUnassigned,
  startHandOffs,
  sweepHandoffs,
} from '#leads/handoff/index.ts'
import { announceLeaks, LEAKS_FOUND } from '#leads/leaks/index.ts'
import { LEAD_MOVED, recomputeIn, refreshFadedLeads } from '#leads/lifecycle/index.ts'
import { leaveTracks, nurtureJobs, type SendDeps, sweepNurture } from '#leads/nurture/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import type { JobHandler } from '#platform/jobs/index.ts'
import { type Instant, MINUTE, SECOND } from '#platform/kernel/instant.ts'
import type { Policies } from '#platform/operation/runner.ts'
import { announce, type Consumer, deliverTo } from '#platform/outbox/index.ts'
import { replyJobs } from '#records/forms/index.ts'
import { IMPORT_FINISHED, IMPORT_UNDONE, importJobs } from '#records/imports/index.ts'
import { intakeJobs } from '#records/intake/index.ts'
import { mergeJobs, RECORDS_MERGED } from '#records/matching/index.ts'
import { IDENTITY_SETTLED, identityJobs } from '#records/people/index.ts'
import { factsChanged, refreshChangedFacts, workspacesWithChanges } from '#reports/kpi/index.ts'
import { MEMBER_REVOKED, type MemberRevoked } from '#workspace/access/index.ts'
import { type SenderDeps, senderJobs, sendOverdue } from '#workspace/notifications/index.ts'
import { sampleJob } from './demo/job.ts'
import { realWorkspaces } from './demo/removal-store.ts'
import { type FlowEvent, HAND_OFFS_CHANGED } from './events.ts'
import {
  PUBLISHED,
  publishAdoption,
  publishHandOff,
  publishImport,
  publishMoves,
  tellOfHandOff,
  tellOfLeaks,
} from './notices.ts'
import {
  recomputeAccount,
  recomputeAll,
  recomputeJob,
  recomputeRecords,
  recomputeVisitors,
} from './recompute.ts'
import { retention } from './retention.ts'
import type { Timer } from './timers.ts'
import {
  enterNamedTrack,
  enterTrack,
  leaveTrackAgain,
  leaveTrackIfOverturned,
  leaveTrackOnReopening,
} from './tracks.ts'

/**
 * The whole process, in the order of the business: what a workspace starts with, every "when X, then Y", every job and every
 * timer. Nothing subscribes anywhere else.
 *
 * An event arrives, a form is sent, a seller logs a call, records are imported → people and accounts are found or made → leads are scored
 * and moved through the lifecycle → who qualified is routed and offered, clocks run until somebody is really tried → the seller
 * accepts, rejects, recycles, converts → whoever it concerns is told, recycled and rejected leads enter their track → figures follow
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
  if (moves.length > 0) await announce(tx, { workspaceId, event: LEAD_MOVED, payload: { moves }, now })
  await leadsMoved(tx, workspaceId, personIds, now)
  await factsChanged(tx, workspaceId, personIds)
}

/**
 * Scored and staged: clocks stop where somebody was really tried, what ended elsewhere is closed, who qualified is offered to a seller, and
 * who has no business on a nurture track any more leaves it.
 */
async function leadsMoved(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
): Promise<void> {
  await followHandOffs(tx, workspaceId, personIds, now)
  await leaveTracks(tx, workspaceId, personIds, now)
}

/** When X happened, then Y. Each runs once per event, in a transaction of its own. */
const consumers: readonly (Consumer & { on: readonly FlowEvent[] })[] = [
  {
    name: 'records changed: the leads they are about are scored and staged anew',
    on: [IMPORT_FINISHED, IMPORT_UNDONE, RECORDS_MERGED],
    handle: recomputeRecords,
  },
  {
    name: 'visits were brought to whose they are: these people are scored and staged anew',
    on: [IDENTITY_SETTLED],
    handle: recomputeVisitors,
  },
  {
    name: 'a hand-off was made, decided or worked on: figures follow',
    on: HAND_OFFS_CHANGED,
    handle: (tx, { workspaceId, payload }) =>
      factsChanged(tx, workspaceId, (payload.personIds ?? [payload.personId]) as string[]),
  },
  {
    name: 'a lead became a deal: the account is scored and staged anew',
    on: ['handoff.converted'],
    handle: recomputeAccount,
  },
  {
    name: 'a member has no access any more: the leads they had go where the agreement says',
    on: [MEMBER_REVOKED],
    handle: async (tx, { workspaceId, payload, occurredAt }) => {
      const { userId } = payload as unknown as MemberRevoked
      await factsChanged(tx, workspaceId, await passOn(tx, workspaceId, userId, occurredAt))
    },
  },
  {
    name: 'agreement adopted: everyone is scored and staged anew',
    on: [AGREEMENT_ADOPTED],
    handle: recomputeAll,
  },
  {
    name: 'a lead was recycled: it enters the nurture track of its reason',
    on: ['handoff.recycled'],
    handle: enterTrack,
  },
  {
    name: 'a lead was rejected: it enters the nurture track that names the reason, and none otherwise',
    on: ['handoff.rejected'],
    handle: enterNamedTrack,
  },
  {
    name: 'recycling or rejecting was taken back: the person leaves the track again',
    on: ['handoff.undone'],
    handle: leaveTrackAgain,
  },
  {
    name: 'a contested rejection was overturned: who is with sales again leaves the track',
    on: ['handoff.settled'],
    handle: leaveTrackIfOverturned,
  },
  {
    name: 'a lead was reopened: who is with sales again leaves the track',
    on: [LEAD_REOPENED],
    handle: leaveTrackOnReopening,
  },
  {
    name: 'a hand-off moved: whoever it concerns is told',
    on: HAND_OFF_EVENTS,
    handle: tellOfHandOff,
  },
  {
    name: 'a hand-off moved: other systems hear of it',
    on: PUBLISHED,
    handle: publishHandOff,
  },
  {
    name: 'leads moved: other systems hear of it',
    on: [LEAD_MOVED],
    handle: publishMoves,
  },
  {
    name: 'leads fall through: managers and operations get the daily list',
    on: [LEAKS_FOUND],
    handle: tellOfLeaks,
  },
  {
    name: 'agreement adopted: other systems hear of it',
    on: [AGREEMENT_ADOPTED],
    handle: publishAdoption,
  },
  {
    name: 'import finished: other systems hear of it',
    on: [IMPORT_FINISHED],
    handle: publishImport,
  },
]

export interface FlowDeps {
  database: Database
  clock: () => Instant
  /** where files of requests are received */
  uploadDir: string
}

/** Where records are used by what was built on them: undoing an import leaves those. */
const RECORD_USES = {
  person: ['hand_off.person_id', 'enrolment.person_id'],
  campaign: ['hand_off.campaign_id'],
  opportunity: ['hand_off.opportunity_id'],
  seller: ['hand_off.seller_id', 'seller_absence.seller_id'],
}

/** Long work, carried out in the background and resumed after a stop. */
export function jobHandlers(deps: FlowDeps): JobHandler[] {
  const { database, clock } = deps
  return [
    deliverTo(consumers),
    ...importJobs({ ...deps, uses: RECORD_USES }),
    ...intakeJobs({ database, clock, onTouches: touchesRecorded }),
    ...mergeJobs(deps),
    ...identityJobs(deps),
    ...handOffJobs(deps, touchesRecorded),
    recomputeJob(deps, leadsMoved),
    sampleJob(database, clock),
  ]
}

/** Work that waits for machines of others, in a worker of its own so that it holds up nothing here. */
export function sendingHandlers(deps: SenderDeps, nurture: Omit<SendDeps, 'onTouches'>): JobHandler[] {
  return [
    ...senderJobs(deps),
    ...nurtureJobs({ ...nurture, onTouches: touchesRecorded }),
    ...replyJobs({ ...nurture, mailDomain: deps.mailDomain, onTouches: touchesRecorded }),
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
      name: 'leads that nobody could take, or that were never offered, are routed',
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
    ...retention(database),
  ]
}

/** How operations announce what happened. */
export const announceInFlow: Policies['announce'] = (tx, { workspaceId, name, payload, now }) =>
  announce(tx, { workspaceId, event: name, payload, now })
