import { startUnderDefault } from '#agreement/document/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { account } from '#records/accounts/tables.ts'
import { opportunity, opportunityContact } from '#records/deals/tables.ts'
import { person, reportedStage } from '#records/people/tables.ts'
import { touch } from '#records/touches/tables.ts'

/** Records of single leads, put straight into the tables: what an import would leave. */

export const at = (iso: string) => Date.parse(iso.length === 10 ? `${iso}T12:00:00Z` : iso)
const RECORDED = at('2026-10-01')

export interface Records {
  workspaceId: string
  insert(work: (tx: Tx) => Promise<unknown>): Promise<void>
  account(values?: Partial<typeof account.$inferInsert>): Promise<string>
  person(values?: Partial<typeof person.$inferInsert>): Promise<string>
  touch(
    personId: string,
    day: string,
    kind: (typeof touch.$inferInsert)['kind'],
    values?: Partial<typeof touch.$inferInsert>,
  ): Promise<string>
  reported(personId: string, day: string, stage: string): Promise<void>
  opportunity(values: Partial<typeof opportunity.$inferInsert>, contacts?: string[]): Promise<string>
}

/** A workspace under the default agreement, in UTC, to put records into. */
export async function recordsIn(database: Database, workspaceId: string): Promise<Records> {
  const insert = (work: (tx: Tx) => Promise<unknown>) =>
    database.workspace(workspaceId, async (tx) => void (await work(tx)))
  await insert((tx) => startUnderDefault(tx, workspaceId, at('2026-01-01')))
  return {
    workspaceId,
    insert,
    async account(values = {}) {
      const id = values.id ?? newId()
      const row = {
        name: 'Firm',
        nameNorm: 'firm',
        occurredAt: at('2026-01-01'),
        recordedAt: RECORDED,
        ...values,
      }
      await insert((tx) => tx.insert(account).values({ ...row, workspaceId, id }))
      return id
    },
    async person(values = {}) {
      const id = values.id ?? newId()
      const row = { occurredAt: at('2026-01-01'), recordedAt: RECORDED, ...values }
      await insert((tx) => tx.insert(person).values({ ...row, workspaceId, id }))
      return id
    },
    async touch(personId, day, kind, values = {}) {
      const id = newId()
      const side = kind === 'call' || kind === 'meeting' ? ('sales' as const) : ('marketing' as const)
      const direction = side === 'sales' ? ('outbound' as const) : ('inbound' as const)
      const row = {
        id,
        personId,
        kind,
        side,
        direction,
        source: 'test',
        dedupeKey: id,
        occurredAt: at(day),
        recordedAt: RECORDED,
      }
      await insert((tx) => tx.insert(touch).values({ ...row, ...values, workspaceId }))
      return id
    },
    async reported(personId, day, stage) {
      const row = {
        workspaceId,
        personId,
        stage,
        occurredAt: at(day),
        recordedAt: RECORDED,
        source: 'HubSpot',
      }
      await insert((tx) => tx.insert(reportedStage).values(row))
    },
    async opportunity(values, contacts = []) {
      const id = newId()
      const row = {
        name: 'Deal',
        status: 'open' as const,
        stage: 'Qualification',
        recordedAt: RECORDED,
        ...values,
      }
      await insert((tx) => tx.insert(opportunity).values({ ...row, workspaceId, id }))
      for (const personId of contacts) {
        await insert((tx) =>
          tx.insert(opportunityContact).values({ workspaceId, opportunityId: id, personId }),
        )
      }
      return id
    },
  }
}
