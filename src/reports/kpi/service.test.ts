import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { startUnderDefault } from '#agreement/document/index.ts'
import type { Database } from '#platform/db/index.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { aFrame, at, STAGES } from '#test/factories/kpi.ts'
import { writeCompany } from '#test/factories/kpi-database.ts'
import { randomCompany } from '#test/factories/kpi-records.ts'
import { factsChanged, refreshChangedFacts, refreshFacts, workspacesWithChanges } from './index.ts'
import { refreshUnder } from './refresh.ts'
import { buildFacts } from './rules/build.ts'
import { dashboard } from './rules/dashboard.ts'
import type { TrustFacts } from './rules/facts.ts'
import type { Frame } from './rules/frame.ts'
import type { Crediting, RecordSet } from './rules/records.ts'
import type { FactSettings } from './settings.ts'
import { storedDashboard } from './stored-dashboard.ts'

const NOW = at('2026-12-31')
const NO_TRUST: TrustFacts = {
  freshness: [],
  fields: [],
  rowsRead: 0,
  rowsRefused: 0,
  duplicatesUnderReview: 0,
}
const counting = (mode: Crediting['mode']): Omit<FactSettings, 'timeZone'> => ({
  stages: STAGES,
  handOff: { from: 'mql', to: 'sal' },
  crediting: { mode, lookbackDays: 120, marketingOrigins: ['Marketing', 'Inbound'] },
  // without social networks
  channels: ['call', 'email', 'meeting'],
  handRaise: {
    text: 'ours',
    reads: ['event.kind', 'event.channel', 'event.side'],
    holds: (event) => raises(event),
  },
})
/** A rule of its own: contact is asked for by a form, too, and a demo only where a channel is known. */
const raises = ({
  kind,
  channel,
  machine,
}: {
  kind: string | null
  channel: string | null
  machine: boolean
}) => !machine && (kind === 'form_submit' || (kind === 'demo_request' && channel !== null))

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})

async function workspaceOf(company: RecordSet, settings: FactSettings) {
  const { workspaceId } = await testWorkspace(database)
  await writeCompany(database, workspaceId, company)
  const work = { database, workspaceId, settings, now: NOW }
  return { workspaceId, work }
}

function figuresOf(workspaceId: string, frame: Frame) {
  return database.workspace(workspaceId, (tx) =>
    storedDashboard(tx, workspaceId, frame, { compare: true, trust: NO_TRUST }),
  )
}

describe('the dashboard from the database', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Pacific/Apia'] as const
  it.each([
    ['explicit', zones[0], 1],
    ['implicit', zones[1], 2],
    ['explicit', zones[2], 3],
  ] as const)(
    'says exactly what the rules say over the same records (%s credit, %s)',
    async (mode, timeZone, seed) => {
      const company = randomCompany({ seed, people: 120, touches: 2_000, opportunities: 150 })
      const { workspaceId, work } = await workspaceOf(company, { timeZone, ...counting(mode) })
      await refreshUnder(work, 'all')
      const facts = { ...buildFacts(company, { ...counting(mode), isHandRaise: raises }), trust: NO_TRUST }
      const knownUntil = at('2026-10-15')
      const { dayOf } = calendarOf(timeZone)
      const variants: Partial<Frame>[] = [
        { basis: 'period' },
        { basis: 'cohort', withinDays: 30, bucket: 'week' },
        { basis: 'cohort', withinDays: 180, filters: { team: 'EMEA' } },
        {
          basis: 'period',
          filters: { source: 'Paid search' },
          range: { from: '2026-02-10', to: '2026-05-20' },
        },
        { basis: 'period', filters: { team: 'Americas', source: 'Referral' } },
        {
          basis: 'cohort',
          filters: { campaignId: company.touches.find((touch) => touch.campaignId)!.campaignId! },
        },
      ]
      for (const variant of variants) {
        const frame = aFrame({ timeZone, knownUntil, knownDay: dayOf(knownUntil), ...variant })
        const expected = dashboard(facts, frame, true)
        expect(await figuresOf(workspaceId, frame)).toEqual(expected)
        expect(expected.funnel[0]!.entered.value).toBeGreaterThan(0)
        if (variant === variants[0]) expect(expected.salRate.parts).toHaveLength(6)
      }
    },
  )

  it('is all zeros and blanks for a workspace without records', async () => {
    const { workspaceId } = await testWorkspace(database)
    const shown = await figuresOf(workspaceId, aFrame({ knownUntil: null }))
    expect(shown.funnel.map((step) => step.entered.value)).toEqual([0, 0, 0, 0, 0, 0])
    expect(shown.winRate).toMatchObject({ value: null, thin: true, interval: null })
    expect(shown.velocity.value).toBeNull()
    expect(shown.pipeline.created.value).toBe(0)
  })
})

describe('facts', () => {
  const TABLES = [
    'fact_person',
    'fact_account',
    'fact_stage',
    'stage_daily',
    'fact_opportunity',
    'fact_response',
    'fact_decision',
    'field_count',
    'source_freshness',
  ]
  const contents = (workspaceId: string) =>
    database.workspace(workspaceId, async (tx) => {
      const found: Record<string, unknown[]> = {}
      for (const table of TABLES) {
        const { rows } = await tx.execute<{ row: object }>(
          sql`select to_jsonb(f) - 'workspace_id' as row from ${sql.raw(table)} f where f.workspace_id = ${workspaceId}`,
        )
        found[table] = rows.map(({ row }) => JSON.stringify(row)).sort()
      }
      return found
    })

  it('brought up to date in part are the same as made anew', async () => {
    const settings = { timeZone: 'Europe/Berlin', ...counting('explicit') }
    const company = randomCompany({ seed: 7, people: 60, touches: 800, opportunities: 60 })
    const half: RecordSet = {
      ...company,
      touches: company.touches.filter((_, i) => i % 2 === 0),
      moves: company.moves.filter((move) => move.cycle === 1),
      opportunities: company.opportunities.slice(0, 30),
    }
    const { workspaceId, work } = await workspaceOf(half, settings)
    await refreshUnder(work, 'all')
    // The rest arrives in two batches, each refreshed only for what it touches.
    await writeCompany(database, workspaceId, company)
    const ids = company.people.map((person) => person.id)
    const opportunityIds = company.opportunities.slice(30).map((opportunity) => opportunity.id)
    await refreshUnder(work, { personIds: ids.slice(0, 31) })
    await refreshUnder(work, { personIds: ids.slice(31), opportunityIds })
    const inPart = await contents(workspaceId)
    await refreshUnder(work, 'all')
    expect(inPart).toEqual(await contents(workspaceId))
    expect(inPart.fact_stage!.length).toBeGreaterThan(60)
  })

  it('made anew are summed step by step, and whoever reads in between meets each sum whole', async () => {
    const company = randomCompany({ seed: 12, people: 40, touches: 300, opportunities: 30 })
    const { workspaceId, work } = await workspaceOf(company, { timeZone: 'UTC', ...counting('implicit') })
    const half = { ...company, moves: company.moves.slice(0, 30), people: company.people.slice(0, 20) }
    const earlier = await workspaceOf(half, { timeZone: 'UTC', ...counting('implicit') })
    await refreshUnder(earlier.work, 'all')
    await writeCompany(database, earlier.workspaceId, company)
    await refreshUnder(work, 'all')
    const SUMS = ['stage_daily', 'field_count', 'source_freshness']
    const sumsOf = async (of: string) => {
      const found = await contents(of)
      return SUMS.map((table) => JSON.stringify(found[table]))
    }
    const before = await sumsOf(earlier.workspaceId)
    const after = await sumsOf(workspaceId)
    const seen: string[] = []
    const watched: Database = Object.create(database, {
      workspace: {
        value: async (...given: Parameters<Database['workspace']>) => {
          const answer = await database.workspace(...given)
          const sums = await sumsOf(earlier.workspaceId)
          seen.push(
            sums.map((sum, i) => (sum === after[i] ? 'new' : sum === before[i] ? 'old' : 'half')).join(),
          )
          return answer
        },
      },
    })
    await refreshUnder({ ...earlier.work, database: watched }, 'all')
    expect(seen.join(' ')).not.toContain('half')
    expect([...new Set(seen)]).toEqual(['old,old,new', 'old,new,new', 'new,new,new'])
  })

  it('follow what live changes were about, and only once', async () => {
    const company = randomCompany({ seed: 11, people: 20, touches: 200, opportunities: 10 })
    const half = { ...company, touches: company.touches.slice(0, 100) }
    const { workspaceId, work } = await workspaceOf(half, {
      timeZone: 'UTC',
      ...counting('implicit'),
    })
    await database.workspace(workspaceId, (tx) => startUnderDefault(tx, workspaceId, work.now))
    await refreshFacts(database, workspaceId, 'all', work.now)
    await writeCompany(database, workspaceId, company)
    const ids = company.people.map((person) => person.id)
    for (const personIds of [ids.slice(0, 12), ids.slice(8)])
      await database.workspace(workspaceId, (tx) => factsChanged(tx, workspaceId, personIds))
    expect(await workspacesWithChanges(database)).toContain(workspaceId)
    expect(await refreshChangedFacts(database, workspaceId, work.now)).toBe(20)
    expect(await refreshChangedFacts(database, workspaceId, work.now)).toBe(0)
    expect(await workspacesWithChanges(database)).not.toContain(workspaceId)
    const followed = await contents(workspaceId)
    await refreshFacts(database, workspaceId, 'all', work.now)
    expect(followed).toEqual(await contents(workspaceId))
  })

  it('of a person who is gone or merged disappear', async () => {
    const company = randomCompany({ seed: 8, people: 10, touches: 100, opportunities: 0 })
    const { workspaceId, work } = await workspaceOf(company, {
      timeZone: 'UTC',
      ...counting('implicit'),
    })
    await refreshUnder(work, 'all')
    const [first, second] = company.people
    await database.system((tx) =>
      tx.execute(
        sql`update person set merged_into_id = ${second!.id} where workspace_id = ${workspaceId} and id = ${first!.id}`,
      ),
    )
    await refreshUnder(work, { personIds: [first!.id] })
    const inPart = await contents(workspaceId)
    expect(inPart.fact_person).toHaveLength(9)
    expect(inPart.fact_stage!.some((row) => (row as string).includes(first!.id))).toBe(false)
    await refreshUnder(work, 'all')
    expect(inPart).toEqual(await contents(workspaceId))
  })

  it('are made anew by themselves when days begin elsewhere', async () => {
    const company = randomCompany({ seed: 9, people: 20, touches: 100, opportunities: 10 })
    const { workspaceId, work } = await workspaceOf(company, {
      timeZone: 'UTC',
      ...counting('implicit'),
    })
    await refreshUnder(work, 'all')
    const elsewhere = { ...work, settings: { ...work.settings, timeZone: 'Pacific/Apia' } }
    await refreshUnder(elsewhere, { personIds: [company.people[0]!.id] })
    const inPart = await contents(workspaceId)
    await refreshUnder(elsewhere, 'all')
    expect(inPart).toEqual(await contents(workspaceId))
  })

  it('leave out moves that were taken back', async () => {
    const company = randomCompany({ seed: 10, people: 5, touches: 0, opportunities: 0 })
    const { workspaceId, work } = await workspaceOf(company, {
      timeZone: 'UTC',
      ...counting('implicit'),
    })
    await database.system((tx) =>
      tx.execute(sql`
        insert into stage_transition (workspace_id, id, person_id, cycle, from_stage, to_stage, occurred_at, recorded_at, inferred,
          actor_kind, actor, agreement_version, fit, engagement, voids_id)
        select t.workspace_id, gen_random_uuid(), t.person_id, t.cycle, t.from_stage, t.to_stage, t.occurred_at, t.recorded_at,
          t.inferred, t.actor_kind, t.actor, t.agreement_version, t.fit, t.engagement, t.id
        from stage_transition t where t.workspace_id = ${workspaceId} and t.person_id = ${company.people[0]!.id}`),
    )
    await refreshUnder(work, 'all')
    const { fact_stage: stages } = await contents(workspaceId)
    expect(stages!.some((row) => (row as string).includes(company.people[0]!.id))).toBe(false)
    expect(stages!.length).toBeGreaterThan(0)
  })
})
