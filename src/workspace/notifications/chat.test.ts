import { afterEach, describe, expect, it } from 'vitest'
import { operationNamed } from '#test/accord.ts'
import { notifiedSeller } from '#test/factories/notified.ts'

const { accord, admin, seller, chat, call, tell, list, work } = await notifiedSeller()

afterEach(() => {
  chat.received.length = 0
})

describe('in chat channels', () => {
  const channel = async (service: 'slack' | 'teams') =>
    (await call(admin, 'chat.create', { service, name: 'Sales', url: chat.url, kinds: ['handoff.offered'] }))
      .id

  it('posts once for all who are told, in the form of each service, and mentions nobody', async () => {
    const [slack, teams] = [await channel('slack'), await channel('teams')]
    const title = 'Lead <!channel> & <@U1> *x*'
    await tell({ title, key: 'posted', to: { emails: [seller.email, admin.email] } })
    await tell({ title, key: 'posted', to: { emails: ['late@company.test'] } })
    await work()
    expect(chat.received).toHaveLength(2)
    const bodies = chat.received.map(({ body }) => JSON.parse(body))
    const [toSlack, toTeams] = [bodies.find((one) => one.blocks), bodies.find((one) => one.attachments)]
    expect(toSlack.text).toBe('Lead &lt;!channel&gt; &amp; &lt;@U1&gt; *x*')
    expect(toSlack.blocks[0]).toEqual({
      type: 'section',
      text: { type: 'plain_text', text: title, emoji: false },
    })
    expect(toSlack.blocks.at(-1).elements[1].text).toBe('<https://accord.test/handoffs|Open in Accord>')
    expect(toTeams.attachments[0].contentType).toBe('application/vnd.microsoft.card.adaptive')
    expect(toTeams.attachments[0].content.body[1].inlines[0].text).toBe(title)
    for (const id of [slack, teams]) await call(admin, 'chat.remove', { id })
  })

  it('never posts how late a person is', async () => {
    const id = await channel('slack')
    const refused = await admin.call(operationNamed(accord, 'chat.change'), {
      id,
      kinds: ['handoff.escalated'],
    })
    expect(refused.status).toBe(422)
    await tell({ kind: 'handoff.escalated' })
    await work()
    expect(chat.received).toHaveLength(0)
    await call(admin, 'chat.remove', { id })
  })

  it('is switched off when the channel is gone, and its address shows nowhere', async () => {
    const id = await channel('slack')
    chat.answer = (_, response) => void response.writeHead(404).end('no_service')
    await call(admin, 'chat.test', { id })
    await work()
    chat.answer = (_, response) => void response.end('ok')
    const { items } = await call(admin, 'chat.list')
    expect(items[0]).toMatchObject({ state: 'disabled', problem: 'Answered 404: no_service.' })
    expect(JSON.stringify(items)).not.toContain('/hook')
    expect((await list(admin))[0]).toMatchObject({ kind: 'webhook.disabled' })
    await call(admin, 'chat.change', { id, url: chat.url })
    await call(admin, 'chat.test', { id })
    await work()
    expect((await call(admin, 'chat.list')).items[0]).toMatchObject({ state: 'active', problem: null })
    await call(admin, 'chat.remove', { id })
  })
})
