import { recomputeIn } from '#leads/lifecycle/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { HOUR } from '#platform/kernel/instant.ts'
import { recordTouches } from '#records/touches/index.ts'
import { offerAmong } from '../../src/leads/handoff/offer.ts'
import { handOffStart } from '../../src/leads/handoff/tables.ts'
import { person, seller } from '../../src/records/people/tables.ts'
import { operationNamed, type TestUser } from '../accord.ts'
import { type Example, fixed } from './example.ts'
import type { Side } from './world.ts'

/** Hand-offs that examples start from: each of a person of its own, owned by who will call. */

/** A person who asked for a demo and whom nobody has. */
export async function qualifiedLead(side: Side): Promise<{ personId: string }> {
  const { accord, workspaceId } = side
  const now = accord.clock.now
  const personId = newId(now)
  await accord.database.workspace(workspaceId, async (tx) => {
    const row = {
      workspaceId,
      id: personId,
      firstName: 'Hanna',
      lastName: 'North',
      occurredAt: now - HOUR,
      recordedAt: now,
    }
    await tx.insert(person).values(row)
    const touch = {
      ...{
        id: newId(now),
        personId,
        kind: 'demo_request' as const,
        side: 'marketing' as const,
        direction: 'inbound' as const,
      },
      ...{ campaignId: null, sellerId: null, channel: null, subject: null, machine: false, attributes: {} },
      ...{ occurredAt: now - HOUR, source: 'example', dedupeKey: personId },
    }
    await recordTouches(tx, workspaceId, [touch], now)
    await recomputeIn(tx, workspaceId, [personId], now)
  })
  return { personId }
}

/** A hand-off of the seller that the caller is, who is their own manager as well. */
export async function offeredTo(
  side: Side,
  caller: TestUser,
): Promise<{ handOffId: string; personId: string; sellerId: string }> {
  const { accord, workspaceId } = side
  const now = accord.clock.now
  const { personId } = await qualifiedLead(side)
  const sellerId = newId(now)
  const email = (caller.email || side.admin.email).toLowerCase()
  const handOffId = await accord.database.workspace(workspaceId, async (tx) => {
    const named = { name: `Seller ${sellerId}`, nameNorm: sellerId, email, emailNorm: email, manager: email }
    await tx.insert(seller).values({ workspaceId, id: sellerId, ...named, recordedAt: now })
    await tx
      .insert(handOffStart)
      .values({ workspaceId, liveSince: now - HOUR })
      .onConflictDoNothing()
    const [made] = await offerAmong(tx, workspaceId, { personIds: [personId], always: true }, now)
    return made!.id
  })
  await side.make('handoff.reassign', { handOffIds: [handOffId], sellerId })
  const { items } = (await side.make('handoff.ofLead', { personId })) as { items: { id: string }[] }
  return { handOffId: items[0]!.id, personId, sellerId }
}

/** The same, after something was done with it. */
async function handOffAfter(
  side: Side,
  caller: TestUser,
  ...steps: [operation: string, input?: Record<string, unknown>][]
): Promise<{ handOffId: string; personId: string }> {
  const { handOffId, personId } = await offeredTo(side, caller)
  for (const [operation, input] of steps) await side.make(operation, { handOffId, ...input })
  return { handOffId, personId }
}

/** One that the caller has just accepted themselves, with the event that says so. */
async function justAccepted(side: Side, caller: TestUser): Promise<{ handOffId: string; eventId: string }> {
  const { handOffId } = await offeredTo(side, caller)
  const answer = await caller.call(operationNamed(side.accord, 'handoff.accept'), { handOffId })
  const whole = answer.status === 200 ? answer.body : await side.make('handoff.accept', { handOffId })
  return { handOffId, eventId: whole.undoable ?? newId() }
}

/** A contested rejection. */
async function contested(side: Side, caller: TestUser): Promise<{ disputeId: string }> {
  const { handOffId } = await handOffAfter(side, caller, ['handoff.reject', { reason: 'other' }])
  const { id } = await side.make('handoff.dispute', { handOffId, note: 'A good lead' })
  return { disputeId: id as string }
}

const handOffOnly = ({ handOffId }: { handOffId: string }) => ({ handOffId })

export const HAND_OFF_EXAMPLES: Record<string, Example> = {
  'handoff.read': { input: async (side, caller) => handOffOnly(await offeredTo(side, caller)) },
  'handoff.ofLead': { input: ({ records: { personId } }) => ({ personId }) },
  'handoff.accept': { input: async (side, caller) => handOffOnly(await offeredTo(side, caller)), once: true },
  'handoff.reject': {
    input: async (side, caller) => ({
      ...handOffOnly(await offeredTo(side, caller)),
      reason: 'wrong_person',
    }),
    once: true,
  },
  'handoff.attempt': {
    input: async (side, caller) => ({ ...handOffOnly(await offeredTo(side, caller)), kind: 'call' }),
  },
  'handoff.pause': {
    input: async (side, caller) => ({
      ...handOffOnly(await offeredTo(side, caller)),
      until: new Date(side.accord.clock.now + 86_400_000).toISOString(),
      reason: 'On holiday',
    }),
    once: true,
  },
  'handoff.resume': {
    input: async (side, caller) => {
      const until = new Date(side.accord.clock.now + 86_400_000).toISOString()
      return handOffOnly(await handOffAfter(side, caller, ['handoff.pause', { until, reason: 'On holiday' }]))
    },
    once: true,
  },
  'handoff.recycle': {
    input: async (side, caller) => ({
      ...handOffOnly(await handOffAfter(side, caller, ['handoff.accept'])),
      reason: 'bad_timing',
    }),
    once: true,
  },
  'handoff.disqualify': {
    input: async (side, caller) => ({
      ...handOffOnly(await handOffAfter(side, caller, ['handoff.accept'])),
      reason: 'no_need',
    }),
    once: true,
  },
  'handoff.convert': {
    input: async (side, caller) => handOffOnly(await handOffAfter(side, caller, ['handoff.accept'])),
    once: true,
  },
  'handoff.undo': { input: justAccepted, once: true },
  'handoff.reassign': {
    input: async (side, caller) => {
      const { handOffId } = await offeredTo(side, caller)
      const { sellerId } = await offeredTo(side, caller)
      return { handOffIds: [handOffId], sellerId }
    },
  },
  'leak.items': fixed({ kind: 'unrouted' }),
  'leak.mend': {
    input: async (side) => ({ kind: 'unrouted', personIds: [(await qualifiedLead(side)).personId] }),
  },
  'leak.enrol': { input: ({ records: { personId } }) => ({ personIds: [personId] }) },
  'handoff.offer': { input: qualifiedLead, once: true },
  'lead.reopen': {
    input: async (side, caller) => {
      const ended: [string, Record<string, unknown>] = ['handoff.disqualify', { reason: 'no_need' }]
      const { personId } = await handOffAfter(side, caller, ['handoff.accept'], ended)
      // what belongs to the instant of the end belongs to the cycle that ended
      side.accord.clock.now += 1_000
      return { personId, reason: 'mistake', note: 'She called back' }
    },
    once: true,
  },
  'handoff.dispute': {
    input: async (side, caller) => ({
      ...handOffOnly(await handOffAfter(side, caller, ['handoff.reject', { reason: 'other' }])),
      note: 'A good lead',
    }),
    once: true,
  },
  'handoff.settle': {
    input: async (side, caller) => ({
      ...(await contested(side, caller)),
      outcome: 'upheld',
      answer: 'Both leaders agree',
    }),
    once: true,
  },
  'activity.log': { input: ({ records: { personId } }) => ({ personId, kind: 'call' }) },
}
