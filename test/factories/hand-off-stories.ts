import { sql } from 'drizzle-orm'
import { sweepHandoffs } from '#leads/handoff/index.ts'
import type { Database } from '#platform/db/index.ts'
import type { Actor } from '#platform/operation/index.ts'
import * as contract from '../../src/leads/handoff/contract.ts'
import { type HandOffs, handOffsIn } from './hand-offs.ts'
import { at } from './lead-records.ts'

/** Ada and Kim sell, Mia manages both, Olga keeps the records; each test begins with a company of its own. */
export interface Cast {
  company: HandOffs
  ada: { id: string; actor: Actor }
  kim: { id: string; actor: Actor }
  mia: Actor
  olga: Actor
}

/** What the stories of hand-offs are told with; times are of November 2026, whose second day is a Monday. */
export function storiesIn(database: Database) {
  let company: HandOffs
  let mia: Actor
  let olga: Actor
  const begin = async (): Promise<Cast> => {
    company = await handOffsIn(database)
    const ada = await company.seller('Ada', 'Mia')
    const kim = await company.seller('Kim', 'mia@company.test')
    mia = await company.member('Mia', 'sales')
    olga = await company.member('Olga', 'operations')
    return { company, ada, kim, mia, olga }
  }
  const on = (time: string) => at(`2026-11-${time}:00Z`)
  const sweep = () => sweepHandoffs(database, company.workspaceId, company.clock.now)
  // Mia manages both and is told whose each is
  const open = async (actor: Actor = mia) =>
    (await company.run(actor, contract.listHandOffs, { view: 'all' })).items
  const detail = (handOffId: string, actor: Actor = olga) =>
    company.run(actor, contract.readHandOff, { handOffId })
  const stageOf = async (personId: string) =>
    (
      await database.workspace(company.workspaceId, (tx) =>
        tx.execute<{ stage: string; cycle: number; seller_id: string | null }>(sql`
          select l.stage, l.cycle, p.seller_id from lead l
          join person p on p.workspace_id = ${company.workspaceId} and p.id = l.person_id
          where l.workspace_id = ${company.workspaceId} and l.person_id = ${personId}`),
      )
    ).rows[0]!
  const announced = async () =>
    (
      await database.workspace(company.workspaceId, (tx) =>
        tx.execute<{ event: string }>(sql`
          select j.payload ->> 'event' as event from job j
          where j.workspace_id = ${company.workspaceId} and j.kind = 'outbox.deliver' order by j.id`),
      )
    ).rows.map((row) => row.event)

  async function raise(name: string, time = '02T10:00'): Promise<{ personId: string; id: string }> {
    company.clock.now = on(time)
    const personId = await company.person({
      firstName: name,
      lastName: 'Doe',
      email: `${name.toLowerCase()}@acme.example`,
    })
    await company.happens(personId, 'demo_request')
    const found = (await open()).find((item: { personId: string }) => item.personId === personId)
    return { personId, id: found?.id }
  }
  return { begin, on, sweep, open, detail, stageOf, announced, raise }
}
