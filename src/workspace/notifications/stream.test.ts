import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#platform/kernel/ids.ts'
import { operationNamed, type TestAccord, type TestUser, testAccord } from '#test/accord.ts'
import { hint, notify } from './index.ts'
import { addNotifications, recipientsOf } from './store.ts'

let accord: TestAccord
let admin: TestUser
let workspaceId: string
let members = 0
let keys = 0

beforeAll(async () => {
  accord = await testAccord()
  admin = await accord.setUp()
  const { body } = await admin.call(operationNamed(accord, 'session.read'))
  workspaceId = body.workspace.id
})
afterAll(() => accord.live.close())

let seller: TestUser
beforeEach(async () => {
  members += 1
  seller = await accord.join(admin, 'sales', `seller${members}@company.test`)
})

interface Message {
  kind: string
  unread?: number
  what?: string
  notification?: { id: string; title: string }
}

/** A reader of a stream, as a browser is one. */
async function listen(user: TestUser, headers: Record<string, string> = {}) {
  const response = await user.fetch('/api/notifications/stream', { headers })
  const messages: Message[] = []
  const ids: string[] = []
  let closed = response.status !== 200
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  const read = async () => {
    let text = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      text += decoder.decode(value, { stream: true })
      const frames = text.split('\n\n')
      text = frames.pop()!
      for (const frame of frames) {
        for (const line of frame.split('\n')) {
          if (line.startsWith('data: ')) messages.push(JSON.parse(line.slice(6)))
          if (line.startsWith('id: ')) ids.push(line.slice(4))
        }
      }
    }
    closed = true
  }
  const reading = response.status === 200 ? read().catch(() => {}) : Promise.resolve()
  const told = () => messages.filter(({ kind }) => kind === 'notification')
  return {
    response,
    messages,
    ids,
    told,
    isClosed: () => closed,
    close: async () => {
      await reader.cancel()
      await reading
    },
  }
}
const tell = (title: string, email = seller.email) => {
  keys += 1
  return accord.database.workspace(workspaceId, (tx) =>
    notify(
      tx,
      workspaceId,
      {
        to: { emails: [email] },
        kind: 'handoff.offered',
        title,
        detail: '',
        href: '/handoffs',
        urgent: true,
        key: `k${keys}`,
      },
      accord.clock.now,
    ),
  )
}

describe('the stream of notifications', () => {
  it('brings what is written, each once, and nothing of others', async () => {
    await tell('Before')
    const stream = await listen(seller)
    await expect.poll(() => stream.messages[0]).toEqual({ kind: 'hello', unread: 1 })
    await tell('Mine')
    await tell('Not mine', admin.email)
    await expect.poll(() => stream.told().length, { interval: 10 }).toBe(1)
    await new Promise((done) => setTimeout(done, 3_500))
    expect(stream.told().map(({ notification }) => notification!.title)).toEqual(['Mine'])
    await stream.close()
  }, 15_000)

  it('catches up after a connection that was cut', async () => {
    const first = await listen(seller)
    await tell('One')
    await expect.poll(() => first.ids.length).toBe(1)
    await first.close()
    await tell('Two')
    await tell('Three')
    const second = await listen(seller, { 'last-event-id': first.ids[0]! })
    await expect.poll(() => second.told().length).toBe(2)
    expect(second.told().map(({ notification }) => notification!.title)).toEqual(['Two', 'Three'])
    await second.close()
  })

  it('hints once or twice however often something changes', async () => {
    const stream = await listen(seller)
    for (let n = 0; n < 500; n += 1) hint(workspaceId, 'handoffs')
    await expect.poll(() => stream.messages.filter(({ kind }) => kind === 'changed').length).toBe(2)
    expect(stream.messages.at(-1)).toEqual({ kind: 'changed', what: 'handoffs' })
    await stream.close()
  })

  it('ends within seconds when the session ends, and when the member is removed', async () => {
    const other = accord.visitor()
    other.cookie = seller.cookie
    const signedOut = await listen(other)
    await seller.call(operationNamed(accord, 'session.delete'))
    await expect.poll(signedOut.isClosed).toBe(true)
    const gone = await accord.join(admin, 'sales', `gone${members}@company.test`)
    const stream = await listen(gone)
    const { body } = await gone.call(operationNamed(accord, 'session.read'))
    await admin.call(operationNamed(accord, 'member.revoke'), { userId: body.user.id })
    await expect.poll(stream.isClosed).toBe(true)
  }, 15_000)

  it('speaks to a key for who made it, until the key is stopped', async () => {
    const { body: key } = await admin.call(operationNamed(accord, 'api_key.create'), {
      name: 'Script',
      scopes: ['notification.read'],
      expiresAt: null,
    })
    const stream = await listen(accord.visitor(), { authorization: `Bearer ${key.token}` })
    await tell('For the administrator', admin.email)
    await expect.poll(() => stream.told().at(-1)?.notification?.title).toBe('For the administrator')
    await admin.call(operationNamed(accord, 'api_key.revoke'), { apiKeyId: key.id })
    await expect.poll(stream.isClosed).toBe(true)
    const { body: narrow } = await admin.call(operationNamed(accord, 'api_key.create'), {
      name: 'Script',
      scopes: ['lead.read'],
      expiresAt: null,
    })
    const refused = await listen(accord.visitor(), { authorization: `Bearer ${narrow.token}` })
    expect(refused.response.status).toBe(403)
  }, 15_000)

  it('is refused to nobody in particular, and to the eleventh page of one member', async () => {
    expect((await listen(accord.visitor())).response.status).toBe(401)
    const open = await Promise.all(Array.from({ length: 10 }, () => listen(seller)))
    const eleventh = await listen(seller)
    expect(eleventh.response.status).toBe(429)
    expect(Number(eleventh.response.headers.get('retry-after'))).toBeGreaterThan(0)
    await open[0]!.close()
    const again = await listen(seller)
    expect(again.response.status).toBe(200)
    await Promise.all([...open.slice(1), again].map((one) => one.close()))
  })

  it('hears within seconds of what another process writes', async () => {
    const stream = await listen(seller)
    // written past `notify`, so that this process gets no word of it
    await accord.database.workspace(workspaceId, async (tx) => {
      const [who] = await recipientsOf(tx, workspaceId, [], [seller.email])
      await addNotifications(tx, [
        {
          workspaceId,
          id: newId(),
          userId: who!.userId,
          kind: 'handoff.offered',
          title: 'From elsewhere',
          detail: '',
          href: '/',
          urgent: false,
          key: 'elsewhere',
          inApp: true,
          createdAt: accord.clock.now,
        },
      ])
    })
    await expect.poll(() => stream.told().length).toBe(1)
    await stream.close()
  }, 10_000)
})
