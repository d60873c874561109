import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sweepNurture } from '#leads/nurture/index.ts'
import { openDatabase } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { MINUTE } from '#platform/kernel/instant.ts'
import { suppress } from '#records/people/index.ts'
import { seller } from '#records/people/tables.ts'
import { testFolder, testServerDatabase } from '../database.ts'
import {
  type Furnished,
  type LiveWorkspace,
  leadOf,
  prepareWorkspace,
  sendEvents,
  startLive,
} from '../factories/live-server.ts'
import { adoptTrack, recycledPerson } from '../factories/nurture.ts'
import { type Receiver, startReceiver } from '../receiver.ts'
import { type SmtpPeer, startSmtpPeer } from '../smtp.ts'

/**
 * T-29 and T-24: kill -9 of the server while mails and webhooks are on their way, to a mail server and a receiver that are slow. 25 in
 * the full run (`KILLS=25`).
 */
const KILLS = Number(process.env.KILLS ?? 3)
const LONGEST_LIFE_MS = 2_500
const ON_TRACK = 20 + KILLS * 20
const SLOW_MS = 150
/** Messages that one process has in hand at most, as `leads/nurture/send.ts` has it. */
const IN_HAND = 6

const FIRST = { key: 'first', email: { subject: 'First', body: 'Hello' } }

const server = process.env.TEST_DATABASE_URL
const removals: (() => unknown)[] = []
let workspace: LiveWorkspace
let peer: SmtpPeer
let receiver: Receiver
const unsubscribed: string[] = []
let leads = 0

const slowly = async () => sleep(SLOW_MS * Math.random() * 2)

beforeAll(
  async () => {
    peer = await startSmtpPeer(() => 'none', 0, slowly)
    receiver = await startReceiver()
    receiver.answer = (_, response) => void slowly().then(() => response.end('ok'))
    const folder = await testFolder()
    removals.push(folder.remove)
    const database = server ? await testServerDatabase(server) : null
    if (database) removals.push(database.remove)
    workspace = await prepareWorkspace({
      ...{ dataDir: folder.dataDir, databaseUrl: database?.url, sellers: 0 },
      env: { OUTBOUND_ALLOW: receiver.host },
      furnish,
    })
    await liveThrough()
  },
  KILLS * 90_000 + 240_000,
)

afterAll(async () => {
  for (const remove of removals.reverse()) await remove()
  await peer?.close()
  await receiver?.close()
})

/** Ada sells and is told by mail at once, a webhook hears of offers, and many people are on a track whose first mail is due. */
async function furnish({ call, database, workspaceId }: Furnished): Promise<void> {
  await call('webhook.create', { url: receiver.url, events: ['handoff.offered'] })
  await call('notification.set_preference', { kind: 'handoff.offered', inApp: true, mail: 'now' })
  const hours = { timeZone: 'UTC', quietFrom: null, quietUntil: null, urgentInQuiet: true, dailyAt: '08:00' }
  await call('notification.set_hours', hours)
  const now = Date.now()
  const email = 'ada@company.test'
  const row = { name: 'Ada Admin', nameNorm: 'ada admin', email, emailNorm: email, recordedAt: now }
  await database.workspace(workspaceId, async (tx) => {
    await tx.insert(seller).values({ workspaceId, id: newId(), ...row })
    await adoptTrack(tx, workspaceId, { steps: [FIRST] }, now)
  })
  for (let n = 0; n < ON_TRACK; n += 1) {
    const address = `person${n}@customer.test`
    await database.workspace(workspaceId, async (tx) => {
      await recycledPerson(tx, workspaceId, now, { email: address })
      if (n % 10 !== 0) return
      unsubscribed.push(address)
      const entry = { email: address, reason: 'unsubscribed' as const, detail: null, actorId: null }
      await suppress(tx, workspaceId, [entry], now)
    })
  }
}

const env = () => ({
  SMTP_URL: peer.url,
  MAIL_FROM: 'Acme <hello@acme.test>',
  OUTBOUND_ALLOW: receiver.host,
})

async function liveThrough(): Promise<void> {
  for (let kill = 0; kill < KILLS; kill += 1) {
    const product = await startLive(workspace, env())
    for (let n = 0; n < 6; n += 1) await sendEvents(product.url, workspace.writeKey, leadOf(`${leads++}`, 0))
    await sleep(300 + Math.random() * LONGEST_LIFE_MS)
    await product.kill()
  }
  const last = await startLive(workspace, env())
  await settled()
  await last.stop()
  await inDatabase(async (database) => {
    // what a killed process had in hand is given up for unknown after three minutes
    await sweepNurture(database, workspace.workspaceId, Date.now() + 4 * MINUTE)
  })
}

/** Until nothing waits any more; what a killed process had in hand keeps its place for a while. */
async function settled(): Promise<void> {
  const began = Date.now()
  for (let left = 1; left > 0 && Date.now() - began < 150_000; ) {
    await sleep(1_000)
    const last = { mails: peer.received.length, hooks: receiver.received.length }
    await sleep(server ? 24_000 : 4_000)
    left = Number(last.mails < peer.received.length || last.hooks < receiver.received.length)
  }
}

async function inDatabase<T>(work: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>) {
  const database = await openDatabase({ dataDir: workspace.dataDir, url: workspace.databaseUrl })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

const rowsOf = <Row extends Record<string, unknown>>(query: ReturnType<typeof sql>) =>
  inDatabase(async (database) => (await database.system((tx) => tx.execute<Row>(query))).rows)

const counted = (values: readonly string[]) => {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

describe('T-29, T-24: kill -9 while mails and webhooks are on their way', () => {
  it('nobody on a track gets a message twice; what is not known to have arrived says so; none is lost without a word', async () => {
    const messages = await rowsOf<{ email: string; state: string }>(
      sql`select m.email_norm as email, m.state from nurture_message m order by m.id`,
    )
    const got = counted(peer.received.flatMap(({ to }) => to).filter((to) => to.endsWith('@customer.test')))
    expect([...got.values()].filter((times) => times > 1)).toEqual([])
    expect(messages).toHaveLength(ON_TRACK - unsubscribed.length)
    const states = counted(messages.map(({ state }) => state))
    console.info(`${KILLS} kills: nurture messages ${JSON.stringify(Object.fromEntries(states))}`)
    expect([...states.keys()].filter((state) => state !== 'sent' && state !== 'unknown')).toEqual([])
    for (const { email, state } of messages) if (state === 'sent') expect(got.get(email), email).toBe(1)
    expect(states.get('unknown') ?? 0).toBeLessThanOrEqual(KILLS * IN_HAND)
    expect(states.get('sent')).toBeGreaterThan(0)
  })

  it('nobody unsubscribed gets anything', () => {
    const got = new Set(peer.recipients)
    expect(unsubscribed.filter((address) => got.has(address))).toEqual([])
  })

  it('members are told of each offer; a mail that may have come twice says so, and none comes more often', async () => {
    const deliveries = await rowsOf<{ id: string; state: string; detail: string | null }>(sql`
      select d.message_id::text as id, d.state, d.detail from notification_delivery d where d.channel = 'mail'`)
    const got = counted(
      peer.received
        .filter(({ to }) => to[0] === 'ada@company.test')
        .map(({ parsed }) => parsed.messageId!.replace(/^<|@.*$/g, '')),
    )
    expect(deliveries.filter(({ state }) => state !== 'sent')).toEqual([])
    expect(deliveries.length).toBeGreaterThan(0)
    let twice = 0
    for (const { id, detail } of deliveries) {
      const times = got.get(id) ?? 0
      expect(times).toBeGreaterThan(0)
      expect(times).toBeLessThanOrEqual(1 + KILLS)
      if (times === 1) continue
      twice += times - 1
      expect(detail).toContain('May have come twice')
    }
    console.info(`${KILLS} kills: ${deliveries.length} mails to members, ${twice} came again, each flagged`)
  })

  it('each offer reaches the webhook, under one id however often', async () => {
    const offered = await rowsOf<{ id: string }>(
      sql`select e.hand_off_id::text as id from hand_off_event e where e.kind = 'offered'`,
    )
    const idsOf = new Map<string, Set<string>>()
    for (const { headers, body } of receiver.received) {
      const { handOffId } = JSON.parse(body).data
      idsOf.set(handOffId, (idsOf.get(handOffId) ?? new Set()).add(headers['webhook-id']!))
    }
    expect(offered.length).toBeGreaterThanOrEqual(KILLS * 6 - KILLS)
    expect(offered.filter(({ id }) => !idsOf.has(id))).toEqual([])
    expect([...idsOf.values()].filter((ids) => ids.size > 1)).toEqual([])
    const again = receiver.received.length - idsOf.size
    console.info(`${KILLS} kills: ${offered.length} offers, ${again} came again under the same id`)
  })
})
