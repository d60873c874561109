import { sql } from 'drizzle-orm'
import {
  type AgreementDocument,
  adopt,
  defaultAgreement,
  startUnderDefault,
  toYaml,
} from '#agreement/document/index.ts'
import { recomputeIn } from '#leads/lifecycle/index.ts'
import { enrol, mailLinks, type SendDeps, sendQueued, sweepNurture } from '#leads/nurture/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { DAY, toIso } from '#platform/kernel/instant.ts'
import { createMailer, type MailPatience } from '#platform/mail/index.ts'
import { emailNorm, reportStage } from '#records/people/index.ts'
import { sharedTestDatabase, testWorkspace } from '#test/database.ts'
import { type SmtpPeer, startSmtpPeer } from '#test/smtp.ts'

export const MONDAY_NOON = Date.UTC(2026, 5, 15, 12)
export const SECRET = 'a secret of the tests, long enough to be one'
export const BASE = 'https://accord.test'

type Track = AgreementDocument['recycling']['tracks'][number]

/** A workspace with people on a track, a real mail server, and a clock that goes when it is told to. */
export interface NurtureWorld {
  database: Database
  workspaceId: string
  peer: SmtpPeer
  deps: SendDeps
  clock: { now: number }
  /** a person who was recycled, on the first track */
  recycled(values?: { email?: string; firstName?: string; trackKey?: string }): Promise<string>
  /** sweeps and sends what is due now */
  run(): ReturnType<typeof sendQueued>
  later(ms: number): Promise<void>
  rows<Row>(
    table: 'enrolment' | 'nurture_message' | 'nurture_click' | 'touch' | 'suppression',
  ): Promise<Row[]>
  inside<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** For servers that answer: a busy machine is no fault. */
const PATIENT: MailPatience = { connectMs: 20_000, envelopeMs: 30_000, wholeMs: 40_000 }
/** For servers that fall silent. */
export const SOON: MailPatience = { connectMs: 2_500, envelopeMs: 4_000, wholeMs: 6_000 }

export async function nurtureWorld(
  track: Partial<Track> = {},
  options: { fault?: SmtpPeer['fault']; patience?: MailPatience } = {},
): Promise<NurtureWorld> {
  const database = await sharedTestDatabase()
  const { workspaceId } = await testWorkspace(database)
  const peer = await startSmtpPeer(options.fault)
  const clock = { now: MONDAY_NOON }
  const mailer = createMailer(
    { smtpUrl: peer.url, mailFrom: { name: 'Acme', address: 'hello@acme.test' } },
    options.patience ?? PATIENT,
  )!
  const deps: SendDeps = {
    database,
    mailer,
    links: mailLinks({ baseUrl: BASE, secretKey: SECRET, mailInDomain: undefined }),
    clock: () => clock.now,
    onTouches: async (tx, workspace, people, now) => void (await recomputeIn(tx, workspace, people, now)),
  }
  const inside = <T>(work: (tx: Tx) => Promise<T>) => database.workspace(workspaceId, work)
  await inside((tx) => startUnderDefault(tx, workspaceId, MONDAY_NOON - 100 * DAY))
  await inside((tx) => adoptTrack(tx, workspaceId, track))
  return {
    database,
    workspaceId,
    peer,
    deps,
    clock,
    inside,
    recycled: (values = {}) => inside((tx) => recycledPerson(tx, workspaceId, clock.now, values)),
    async run() {
      await sweepNurture(database, workspaceId, clock.now)
      return sendQueued(deps, workspaceId)
    },
    async later(ms) {
      clock.now += ms
    },
    rows: async <Row>(table: string) => {
      const found = await inside((tx) =>
        tx.execute(
          sql`select * from ${sql.identifier(table)} x where x.workspace_id = ${workspaceId} order by 2`,
        ),
      )
      return found.rows as Row[]
    },
    async close() {
      mailer.close()
      await peer.close()
    },
  }
}

/** The default agreement with its first track changed, open at all hours unless told otherwise. */
export async function adoptTrack(
  tx: Tx,
  workspaceId: string,
  changes: Partial<Track>,
  now = MONDAY_NOON - 50 * DAY,
): Promise<void> {
  const document = defaultAgreement()
  const [first] = document.recycling.tracks
  delete first!.sendWithin
  Object.assign(first!, changes)
  await adopt(tx, workspaceId, {
    yaml: toYaml(document),
    author: { id: null, name: 'Test' },
    note: null,
    now,
  })
}

/** Somebody who was recycled and so is on a track. */
export async function recycledPerson(
  tx: Tx,
  workspaceId: string,
  now: number,
  { email, firstName = 'Ana', trackKey }: { email?: string; firstName?: string; trackKey?: string },
): Promise<string> {
  const id = newId(now)
  const address = email ?? `p${id.slice(-12)}@customer.test`
  await tx.execute(sql`
    insert into person (workspace_id, id, email, email_norm, first_name, occurred_at, recorded_at)
    values (${workspaceId}, ${id}, ${address}, ${emailNorm(address) ?? address.toLowerCase()}, ${firstName}, ${toIso(now - DAY)}, ${toIso(now - DAY)})`)
  const said = { source: 'test', actorId: null, reason: null }
  await reportStage(
    tx,
    workspaceId,
    { ...said, personId: id, stage: 'mql', occurredAt: now - 3_600_000 },
    now,
  )
  const recycle = { ...said, personId: id, stage: 'recycled', occurredAt: now - 1, reason: 'bad_timing' }
  await reportStage(tx, workspaceId, recycle, now)
  await recomputeIn(tx, workspaceId, [id], now)
  const entry = { personId: id, cycle: 1, trackKey: trackKey ?? null, reason: 'bad_timing' }
  if (!(await enrol(tx, workspaceId, entry, now))) throw new Error('Not enrolled')
  return id
}
