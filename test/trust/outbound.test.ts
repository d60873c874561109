import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Operation } from '#platform/operation/index.ts'
import { publish } from '#workspace/notifications/index.ts'
import { INTERNAL, PUBLIC } from '../outbound-corpus.ts'
import { startSenders } from '../senders.ts'
import { send } from './calls.ts'
import { exampleOf } from './examples.ts'
import { buildHome } from './world.ts'

/** T-26: every field that takes a web address, against every way to write one that leads inside. */

const side = await buildHome()
const { accord, workspaceId } = side
let hits = 0
const sink = http.createServer((_, response) => {
  hits += 1
  response.end()
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((done) => sink.listen(0, '127.0.0.1', done))
  port = (sink.address() as AddressInfo).port
})
afterAll(() => void sink.close())

/** Inputs with a field that names a web address. */
const withUrl = accord.handlers
  .map(({ operation }) => operation)
  .filter(({ input }) => Object.keys(shapeOf(input)).some((name) => /url$/i.test(name)))

function shapeOf(input: unknown): Record<string, unknown> {
  return (input as { shape?: Record<string, unknown> }).shape ?? {}
}

/** Fields that end in "url" and are never asked by the server; say why here. */
const NEVER_ASKED: Record<string, string> = {
  'form.update': 'redirectUrl: the browser of the visitor goes there, the server never does',
  'form.create': 'redirectUrl: the browser of the visitor goes there, the server never does',
}

const asked = withUrl.filter(({ id }) => !(id in NEVER_ASKED))

describe('T-26 on every URL field', () => {
  it('knows the operations that take an address', () => {
    expect(asked.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['chat.create', 'chat.change', 'webhook.create', 'webhook.change']),
    )
  })

  it.each(asked.map((operation) => [operation.id, operation] as const))(
    '%s refuses every inside address, and takes public ones',
    async (_, operation: Operation) => {
      const example = exampleOf(operation)
      const input = await example.input(side, side.admin)
      for (const host of INTERNAL) {
        const sent = await send(
          side.admin,
          operation,
          { ...input, url: `http://${host}:${port}/` },
          { example },
        )
        expect(sent.status, `${operation.id} ${host}: ${sent.text}`).toBe(422)
        expect(sent.text, host).toContain('/url')
      }
      for (const host of PUBLIC.slice(0, 12)) {
        const fresh = await example.input(side, side.admin)
        const sent = await send(side.admin, operation, { ...fresh, url: `https://${host}/hook` }, { example })
        expect(sent.status, `${operation.id} ${host}: ${sent.text}`).toBe(200)
      }
    },
  )

  it('an inside address that was stored before it was forbidden is refused again when it is sent to', async () => {
    const { id } = await side.make('webhook.create', { url: 'https://example.com', events: ['*'] })
    await accord.database.system((tx) =>
      tx.execute(`update webhook_endpoint set url = 'http://127.0.0.1:${port}/' where id = '${id}'`),
    )
    const jobs = startSenders({
      database: accord.database,
      dataDir: accord.dataDir,
      allow: [],
      clock: () => accord.clock.now,
    })
    await accord.database.workspace(workspaceId, (tx) =>
      publish(tx, workspaceId, 'handoff.accepted', { n: 1 }, accord.clock.now),
    )
    await jobs.idle()
    await jobs.stop()
    const { items } = (await side.make('webhook.messages', { id })) as { items: { lastFault: string }[] }
    expect(items[0]!.lastFault).toContain('private network')
    expect(hits).toBe(0)
  })
})
