import { beforeAll, describe, expect, it } from 'vitest'
import { operationNamed, type TestAccord, type TestUser, testAccord } from '#test/accord.ts'
import { type Sender, senderOf, touchesIn, workOn } from '#test/intake.ts'

let accord: TestAccord
let admin: TestUser
let server: Sender

beforeAll(async () => {
  accord = await testAccord()
  admin = await accord.setUp()
  server = await senderOf(accord, admin, 'secret')
})

/** Clicks of one person at these seconds, each another link of one mail, while the work goes on every second. */
async function clicked(who: string, event: string, seconds: readonly number[], named = (_: number) => ({})) {
  const start = accord.clock.now
  for (let second = 0; second <= seconds.at(-1)! + 20; second += 1) {
    accord.clock.now = start + second * 1_000
    const nth = seconds.indexOf(second)
    if (nth >= 0)
      await server.post('track', {
        event,
        userId: who,
        messageId: `${who}-${second}`,
        context: { traits: { email: `${who}@acme.test` } },
        properties: { email_id: 'mail-1', link_url: `https://www.company.test/${nth}` },
        ...named(nth),
      })
    await workOn(accord)
  }
  const touches = await touchesIn(accord, server.workspaceId)
  return touches
    .filter(({ kind, dedupe_key }) => kind === 'email_click' && String(dedupe_key).startsWith(`${who}-`))
    .map(({ machine }) => machine)
}

/** T-15: all links of a mail within ten seconds change no score, however slowly they come. */
describe('clicks in a mail are a scanner’s', () => {
  it('when three links are followed within ten seconds, the first of them too', async () => {
    expect(await clicked('slow', 'Email Link Clicked', [0, 4, 8])).toEqual([true, true, true])
    expect(await clicked('last', 'Email Link Clicked', [0, 5, 10])).toEqual([true, true, true])
  })

  it('however the name of the event is spelled', async () => {
    expect(await clicked('snake', 'email_link_clicked', [0, 1, 3])).toEqual([true, true, true])
    expect(await clicked('camel', 'emailClicked', [0, 1, 3])).toEqual([true, true, true])
  })

  it('also when the workspace itself decided that the name means a click', async () => {
    const set = await admin.call(operationNamed(accord, 'event_kind.set'), {
      name: 'Followed A Link',
      kind: 'email_click',
    })
    expect(set.status).toBeLessThan(300)
    expect(await clicked('mapped', 'followed_a_link', [0, 4, 8])).toEqual([true, true, true])
  })

  it('when each comes under a new visitor’s id and the same address', async () => {
    const named = (nth: number) => ({ userId: undefined, anonymousId: `request-${nth}` })
    expect(await clicked('many', 'Email Link Clicked', [0, 4, 8], named)).toEqual([true, true, true])
  })
})

describe('clicks in a mail are a person’s', () => {
  it('when three links take more than ten seconds', async () => {
    expect(await clicked('person', 'Email Link Clicked', [0, 5, 11])).toEqual([false, false, false])
  })

  it('when others click in the same mail at the same time', async () => {
    const start = accord.clock.now
    for (const [nth, who] of ['ann', 'ben', 'cy'].entries()) {
      accord.clock.now = start + nth * 1_000
      await server.post('track', {
        event: 'Email Link Clicked',
        userId: `team-${who}`,
        messageId: `team-${nth}`,
        context: { traits: { email: `team-${who}@acme.test` } },
        properties: { email_id: 'mail-1', link_url: `https://www.company.test/${nth}` },
      })
    }
    accord.clock.now = start + 30_000
    await workOn(accord)
    const touches = await touchesIn(accord, server.workspaceId)
    expect(
      touches
        .filter(({ dedupe_key }) => String(dedupe_key).startsWith('team-'))
        .map(({ machine }) => machine),
    ).toEqual([false, false, false])
  })
})
