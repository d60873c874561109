import { followHandOffs, operations, startHandOffs } from '#leads/handoff/index.ts'
import { recomputeIn } from '#leads/lifecycle/index.ts'
import { sellerAbsence } from '#leads/routing/tables.ts'
import type { Database } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Actor, Context } from '#platform/operation/index.ts'
import { announce } from '#platform/outbox/index.ts'
import { seller } from '#records/people/tables.ts'
import { recordTouches, type TouchKind } from '#records/touches/index.ts'
import { addMember, type Role } from '#workspace/access/index.ts'
import { testWorkspace } from '../database.ts'
import { at, type Records, recordsIn } from './lead-records.ts'

/** A workspace that hands leads over since Monday 2 November 2026, 8:00, with sellers and members, at a clock of its own. */
export interface HandOffs extends Records {
  database: Database
  clock: { now: Instant }
  /** a seller who is a member, too */
  seller(name: string, manager?: string): Promise<{ id: string; actor: Actor }>
  member(name: string, role: Role): Promise<Actor>
  /** enters when a seller is away */
  away(sellerId: string, from: Instant, to: Instant): Promise<void>
  /** something a person does, with everything that follows from it, in one transaction */
  happens(
    personId: string,
    kind: TouchKind,
    values?: { at?: Instant; side?: 'marketing' | 'sales' },
  ): Promise<string>
  /** an operation, as its handler answers it */
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
  run(actor: Actor, operation: { id: string }, input?: Record<string, unknown>): Promise<any>
}

const MONDAY = at('2026-11-02T08:00:00Z')

export async function handOffsIn(database: Database): Promise<HandOffs> {
  const records = await recordsIn(database, (await testWorkspace(database)).workspaceId)
  const { workspaceId } = records
  const clock = { now: MONDAY }
  await records.insert((tx) => startHandOffs(tx, workspaceId, MONDAY))
  const member = async (name: string, role: Role): Promise<Actor> => {
    const id = newId()
    const email = `${name.toLowerCase()}@company.test`
    const row = { workspaceId, userId: id, name, nameVouched: true, email, role, createdAt: MONDAY }
    await records.insert((tx) => addMember(tx, row))
    return { kind: 'user', id, name, role }
  }
  return {
    ...records,
    database,
    clock,
    member,
    async seller(name, manager) {
      const id = newId()
      const email = `${name.toLowerCase()}@company.test`
      const row = {
        workspaceId,
        id,
        name,
        nameNorm: name.toLowerCase(),
        email,
        emailNorm: email,
        recordedAt: MONDAY,
      }
      await records.insert((tx) => tx.insert(seller).values({ ...row, manager: manager ?? null }))
      return { id, actor: await member(name, 'sales') }
    },
    away: (sellerId, fromAt, toAt) =>
      records.insert((tx) => {
        const entered = { enteredBy: 'test', recordedAt: clock.now }
        return tx
          .insert(sellerAbsence)
          .values({ workspaceId, id: newId(), sellerId, fromAt, toAt, ...entered })
      }),
    async happens(personId, kind, { at: occurredAt = clock.now, side = 'marketing' } = {}) {
      const id = newId(clock.now)
      await database.workspace(workspaceId, async (tx) => {
        const touch = {
          ...{
            id,
            personId,
            kind,
            side,
            occurredAt,
            campaignId: null,
            sellerId: null,
            channel: null,
            subject: null,
          },
          ...{ direction: side === 'sales' ? ('outbound' as const) : ('inbound' as const), machine: false },
          ...{ attributes: {}, source: 'test', dedupeKey: id },
        }
        await recordTouches(tx, workspaceId, [touch], clock.now)
        await recomputeIn(tx, workspaceId, [personId], clock.now)
        await followHandOffs(tx, workspaceId, [personId], clock.now)
      })
      return id
    },
    run(actor, operation, input = {}) {
      const found = operations.find((one) => one.operation.id === operation.id)!
      if (!('run' in found)) throw new Error(`${operation.id} does not run inside a workspace`)
      return database.workspace(workspaceId, async (tx) => {
        const context: Context = {
          ...{ tx, workspaceId, actor, now: clock.now, requestId: 'test', audit: () => {} },
          announce: (event, payload) => announce(tx, { workspaceId, event, payload, now: clock.now }),
        }
        const answer = await found.run(context, found.operation.input.parse(input))
        const encoded = found.operation.output.safeEncode(answer)
        if (!encoded.success) throw encoded.error
        return answer
      })
    },
  }
}
