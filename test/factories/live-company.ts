import { eq, sql } from 'drizzle-orm'
import { adopt, defaultAgreementYaml } from '#agreement/document/index.ts'
import { recomputeLeads, refreshFadedLeads } from '#leads/lifecycle/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { toIso } from '#platform/kernel/instant.ts'
import { account } from '#records/accounts/tables.ts'
import { opportunity, opportunityContact, opportunityStageChange } from '#records/deals/tables.ts'
import { liftSuppression, reportStage, suppress, withdrawStage } from '#records/people/index.ts'
import { person } from '#records/people/tables.ts'
import { recordTouches, type TouchKind } from '#records/touches/index.ts'
import { touchesRecorded } from '../../src/app/flow.ts'
import { testWorkspace } from '../database.ts'
import { at, recordsIn } from './lead-records.ts'

/** A company of four people at two accounts to whom things happen, each through the services that the product itself uses. */

const START = at('2026-03-01')
const HOUR = 3_600_000

/** One thing that happens. People, deals and reports are named by number, modulo how many there are. */
export type Happening =
  | { kind: 'touch'; who: number; touch: TouchKind; agoHours: number; machine: boolean }
  | { kind: 'twice'; who: number; touch: TouchKind; agoHours: number }
  | { kind: 'report'; who: number; stage: string; reason: string | null; byUs: boolean; agoHours: number }
  | { kind: 'withdraw'; which: number }
  | { kind: 'deal'; who: number; named: boolean; agoHours: number }
  | { kind: 'dealMoves'; which: number; to: 'stage' | 'won' | 'lost'; agoHours: number }
  | { kind: 'attribute'; who: number; jobTitle: string | null; employees: number | null }
  | { kind: 'suppress'; who: number; lift: boolean }
  | { kind: 'adopt'; points: number }
  | { kind: 'time'; hours: number }

interface Told {
  personId: string
  stage: string
  occurredAt: number
}

export class LiveCompany {
  now = START
  readonly workspaceId: string
  readonly #database: Database
  readonly #people: string[] = []
  readonly #emails: string[] = []
  readonly #accounts: string[] = []
  readonly #deals: string[] = []
  readonly #told: Told[] = []

  private constructor(database: Database, workspaceId: string) {
    this.#database = database
    this.workspaceId = workspaceId
  }

  static async found(database: Database): Promise<LiveCompany> {
    const { workspaceId } = await testWorkspace(database)
    const company = new LiveCompany(database, workspaceId)
    const records = await recordsIn(database, workspaceId)
    for (const domain of ['first.example', 'second.example'])
      company.#accounts.push(await records.account({ domain, employees: 400 }))
    for (const index of [0, 1, 2, 3]) {
      const email = `person${index}@${index % 2 ? 'second' : 'first'}.example`
      const accountId = company.#accounts[index % 2]!
      company.#people.push(
        await records.person({ email, emailNorm: email, accountId, jobTitle: 'Head of Sales' }),
      )
      company.#emails.push(email)
    }
    await company.#inside((tx) => touchesRecorded(tx, workspaceId, company.#people, company.now))
    return company
  }

  async happen(one: Happening): Promise<void> {
    switch (one.kind) {
      case 'touch':
        return this.#touch(one, 1)
      case 'twice':
        return this.#touch({ ...one, machine: false }, 2)
      case 'report':
        return this.#report(one)
      case 'withdraw':
        return this.#withdraw(one.which)
      case 'deal':
        return this.#deal(one)
      case 'dealMoves':
        return this.#dealMoves(one)
      case 'attribute':
        return this.#attribute(one)
      case 'suppress':
        return this.#suppress(one)
      case 'adopt':
        return this.#adopt(one.points)
      case 'time':
        this.now += one.hours * HOUR
        await refreshFadedLeads(this.#database, this.workspaceId, this.now)
    }
  }

  #inside<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#database.workspace(this.workspaceId, work)
  }

  #who(index: number): string {
    return this.#people[index % this.#people.length]!
  }

  async #touch(
    { who, touch, agoHours, machine }: { who: number; touch: TouchKind; agoHours: number; machine: boolean },
    times: number,
  ): Promise<void> {
    const id = newId()
    const sales = ['call', 'call_connected', 'meeting', 'email_sent'].includes(touch)
    const row = {
      id,
      personId: this.#who(who),
      campaignId: null,
      sellerId: null,
      kind: touch,
      side: sales ? ('sales' as const) : ('marketing' as const),
      direction: sales ? ('outbound' as const) : ('inbound' as const),
      channel: null,
      subject: null,
      machine,
      attributes: {},
      occurredAt: this.now - agoHours * HOUR,
      source: 'test',
      dedupeKey: id,
    }
    for (let time = 0; time < times; time += 1) {
      await this.#inside(async (tx) => {
        const ids = await recordTouches(tx, this.workspaceId, [row], this.now)
        await touchesRecorded(tx, this.workspaceId, ids, this.now)
      })
    }
  }

  async #report(one: Extract<Happening, { kind: 'report' }>): Promise<void> {
    const personId = this.#who(one.who)
    const { stage, reason } = one
    const occurredAt = this.now - one.agoHours * HOUR
    const said = { personId, stage, occurredAt, reason }
    const by = one.byUs
      ? { source: 'handoff', actorId: '0190b5a0-0000-7000-8000-000000000001' }
      : { source: 'HubSpot', actorId: null }
    await this.#inside(async (tx) => {
      await reportStage(tx, this.workspaceId, { ...said, ...by }, this.now)
      await touchesRecorded(tx, this.workspaceId, [personId], this.now)
    })
    this.#told.push({ personId, stage, occurredAt })
  }

  async #withdraw(which: number): Promise<void> {
    const told = this.#told[which % Math.max(1, this.#told.length)]
    if (!told) return
    await this.#inside(async (tx) => {
      await withdrawStage(tx, this.workspaceId, { ...told, actorId: null }, this.now)
      await touchesRecorded(tx, this.workspaceId, [told.personId], this.now)
    })
  }

  async #deal({ who, named, agoHours }: Extract<Happening, { kind: 'deal' }>): Promise<void> {
    const { workspaceId } = this
    const id = newId()
    const occurredAt = this.now - agoHours * HOUR
    const accountId = this.#accounts[who % 2]!
    this.#deals.push(id)
    await this.#inside(async (tx) => {
      await tx.insert(opportunity).values({
        workspaceId,
        id,
        name: 'Deal',
        status: 'open',
        stage: 'Qualification',
        accountId,
        amountMinor: 4_000_000,
        currency: 'EUR',
        occurredAt,
        recordedAt: this.now,
      })
      if (named)
        await tx
          .insert(opportunityContact)
          .values({ workspaceId, opportunityId: id, personId: this.#who(who) })
      await touchesRecorded(tx, workspaceId, this.#people, this.now)
    })
  }

  async #dealMoves({ which, to, agoHours }: Extract<Happening, { kind: 'dealMoves' }>): Promise<void> {
    const id = this.#deals[which % Math.max(1, this.#deals.length)]
    if (!id) return
    const { workspaceId, now } = this
    const occurredAt = now - agoHours * HOUR
    await this.#inside(async (tx) => {
      if (to === 'stage')
        await tx
          .insert(opportunityStageChange)
          .values({ workspaceId, opportunityId: id, toStage: 'Proposal', occurredAt, recordedAt: now })
          .onConflictDoNothing()
      else
        await tx.execute(sql`
          update opportunity o set status = ${to}, closed_at = ${toIso(occurredAt)},
            lost_reason = ${to === 'lost' ? 'no_budget' : null}
          where o.workspace_id = ${workspaceId} and o.id = ${id}`)
      await touchesRecorded(tx, workspaceId, this.#people, now)
    })
  }

  async #attribute({ who, jobTitle, employees }: Extract<Happening, { kind: 'attribute' }>): Promise<void> {
    const { workspaceId, now } = this
    await this.#inside(async (tx) => {
      const here = (table: typeof person | typeof account, id: string) =>
        sql`${eq(table.workspaceId, workspaceId)} and ${eq(table.id, id)}`
      await tx
        .update(person)
        .set({ jobTitle })
        .where(here(person, this.#who(who)))
      await tx
        .update(account)
        .set({ employees })
        .where(here(account, this.#accounts[who % 2]!))
      await touchesRecorded(tx, workspaceId, this.#people, now)
    })
  }

  async #suppress({ who, lift }: Extract<Happening, { kind: 'suppress' }>): Promise<void> {
    const email = this.#emails[who % this.#emails.length]!
    await this.#inside(async (tx) => {
      const entry = { email, reason: 'asked' as const, detail: null, actorId: null }
      const ids = lift
        ? await liftSuppression(tx, this.workspaceId, email)
        : await suppress(tx, this.workspaceId, [entry], this.now)
      await touchesRecorded(tx, this.workspaceId, ids, this.now)
    })
  }

  /** As the flow does it: the version is adopted, then everyone is looked at anew. Every other definition reads the job title. */
  async #adopt(points: number): Promise<void> {
    this.now += HOUR
    const title = points % 2 ? ' && person.jobTitle.mentions(["head"])' : ''
    const yaml = defaultAgreementYaml.replace('engagement >= 40', `engagement >= ${points}${title}`)
    const author = { id: null, name: 'Test' }
    await this.#inside((tx) => adopt(tx, this.workspaceId, { yaml, author, note: null, now: this.now }))
    await recomputeLeads(this.#database, this.workspaceId, 'all', this.now)
  }
}
