import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { HOUR, MINUTE, SECOND } from '#platform/kernel/instant.ts'
import { type FormField, standardField } from '../../src/records/forms/rules/fields.ts'
import { operationNamed, type TestAccord, type TestUser, testAccord } from '../accord.ts'
import {
  challengeOf,
  guessed,
  makeForm,
  sendHonestly,
  sendJson,
  sendPage,
  solved,
  type TestForm,
} from './forms.ts'

/** T-13: forms under abuse. What looks wrong is held, never lost; what looks right is never held up. */
let accord: TestAccord
let admin: TestUser
beforeAll(async () => {
  accord = await testAccord()
  admin = await accord.setUp()
})

const states = async (form: TestForm) => {
  const { rows } = await accord.database.system((tx) =>
    tx.execute<{ state: string; n: number }>(sql`
      select coalesce(h.state, 'accepted') as state, count(*)::int as n from form_submission s
      left join form_held h on h.workspace_id = s.workspace_id and h.submission_id = s.id
      where s.form_id = ${form.id} group by 1`),
  )
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}
const signsIn = async (form: TestForm) => {
  const { rows } = await accord.database.system((tx) =>
    tx.execute<{ signs: string[] }>(
      sql`select signs from form_submission where form_id = ${form.id} order by id`,
    ),
  )
  return rows.map(({ signs }) => signs)
}
const events = async (form: TestForm) => {
  const { rows } = await accord.database.system((tx) =>
    tx.execute<{ n: number }>(sql`
      select count(*)::int as n from intake_event where payload #>> '{properties,form_id}' = ${form.id}`),
  )
  return rows[0]!.n
}
const honest = (form: TestForm, fields: Record<string, string>, address?: string) =>
  sendHonestly(accord, form.key, fields, address)
const decide = (id: string, verb: 'release' | 'discard' | 'hold') =>
  admin.call(operationNamed(accord, `submission.${verb}`), { id })
const listed = async (form: TestForm) =>
  (await admin.call(operationNamed(accord, 'submission.list'), { formId: form.id })).body.items

describe('ways around the form', () => {
  it('one filled in by hand is accepted and becomes one event, sent twice as well', async () => {
    const form = await makeForm(accord, admin)
    const challenge = await challengeOf(accord, form.key)
    accord.clock.now += MINUTE
    const fields = { email: 'ann@acme.test', first_name: 'Ann', accord_proof: await solved(challenge) }
    const both = await Promise.all([sendJson(accord, form.key, fields), sendJson(accord, form.key, fields)])
    for (const answer of both) expect(await answer.json()).toMatchObject({ ok: true })
    expect(await states(form)).toEqual({ accepted: 1 })
    expect(await events(form)).toBe(1)
  })

  it('a challenge that served for one submission serves for no other, on this form or the next', async () => {
    const [form, other] = [await makeForm(accord, admin), await makeForm(accord, admin)]
    const proof = await solved(await challengeOf(accord, form.key))
    accord.clock.now += MINUTE
    expect((await sendJson(accord, form.key, { email: 'a@acme.test', accord_proof: proof })).status).toBe(200)
    expect((await sendJson(accord, form.key, { email: 'b@acme.test', accord_proof: proof })).status).toBe(409)
    await sendJson(accord, other.key, { email: 'b@acme.test', accord_proof: proof })
    expect(await states(other)).toEqual({ held: 1 })
    expect(await signsIn(other)).toEqual([['bad_proof']])
  })

  it.each([
    ['no proof at all', () => ({}), 'no_proof'],
    [
      'a proof somebody made up',
      async (form: TestForm) => ({ accord_proof: guessed(await challengeOf(accord, form.key)) }),
      'bad_proof',
    ],
    ['rubbish for a proof', () => ({ accord_proof: '{"challenge":' }), 'bad_proof'],
    [
      'a trap that was stepped into',
      async (form: TestForm) => ({
        website: 'x',
        accord_proof: await solved(await challengeOf(accord, form.key)),
      }),
      'trap',
    ],
    [
      'links where names belong',
      async (form: TestForm) => ({
        first_name: 'Win https://x.test',
        accord_proof: await solved(await challengeOf(accord, form.key)),
      }),
      'links',
    ],
  ])('%s: held, in JSON and from a page alike', async (_, more, sign) => {
    const form = await makeForm(accord, admin)
    const make = async () => {
      const fields = { email: 'eve@acme.test', ...(await more(form)) } as Record<string, string>
      accord.clock.now += MINUTE
      return fields
    }
    expect((await sendJson(accord, form.key, await make())).status).toBe(200)
    expect((await sendPage(accord, form.key, await make())).status).toBe(200)
    expect(await states(form)).toEqual({ held: 2 })
    for (const signs of await signsIn(form)) expect(signs).toContain(sign)
    expect(await events(form)).toBe(0)
  })

  it('the shortest time is that of the signed challenge, so no field can claim another', async () => {
    const form = await makeForm(accord, admin)
    const proof = await solved(await challengeOf(accord, form.key))
    accord.clock.now += 3 * SECOND - 1
    await sendJson(accord, form.key, { email: 'a@acme.test', accord_proof: proof, openedAt: '0', at: '0' })
    expect(await signsIn(form)).toEqual([['fast']])
    accord.clock.now += 1
    const stretched = JSON.parse(atob(await solved(await challengeOf(accord, form.key))))
    stretched.challenge.parameters.data.at -= HOUR
    await sendJson(accord, form.key, { email: 'b@acme.test', accord_proof: btoa(JSON.stringify(stretched)) })
    expect((await signsIn(form)).at(-1)).toEqual(['bad_proof'])
  })

  it('a robot that says so is held', async () => {
    const form = await makeForm(accord, admin)
    const proof = await solved(await challengeOf(accord, form.key))
    accord.clock.now += MINUTE
    await sendJson(
      accord,
      form.key,
      { email: 'a@acme.test', accord_proof: proof },
      { userAgent: 'python-requests/2.31' },
    )
    expect(await signsIn(form)).toEqual([['robot']])
  })

  it('fields that are none of the form are never stored: owner, score, stage, id, workspace', async () => {
    const form = await makeForm(accord, admin)
    const mine = {
      owner: 'x',
      score: '99',
      stage: 'customer',
      id: 'x',
      workspaceId: 'x',
      seller_id: 'x',
      own_hidden: 'x',
      held: 'false',
      signs: '',
      files: 'x',
    }
    expect((await honest(form, { email: 'zoe@acme.test', ...mine })).status).toBe(200)
    const [one] = await listed(form)
    expect(one.answers).toEqual({ email: 'zoe@acme.test' })
    expect(one.state).toBe('accepted')
  })

  it('works without JavaScript: held, thanked for, and let through by hand with its own time', async () => {
    const form = await makeForm(accord, admin, { thanksText: 'Thanks & see you <soon>' })
    const html = await (await accord.visitor().fetch(`/f/${form.key}`)).text()
    const proof = /name="accord_proof" value="([^"]+)"/.exec(html)![1]!
    accord.clock.now += MINUTE
    const sentAt = accord.clock.now
    const answer = await sendPage(accord, form.key, { email: 'noscript@acme.test', accord_proof: proof })
    expect(await answer.text()).toContain('Thanks &amp; see you &lt;soon&gt;')
    expect(await signsIn(form)).toEqual([['no_proof']])
    const [one] = await listed(form)
    accord.clock.now += HOUR
    expect((await decide(one.id, 'discard')).status).toBe(200)
    expect((await decide(one.id, 'release')).status).toBe(409)
    expect((await decide(one.id, 'hold')).status).toBe(200)
    expect((await decide(one.id, 'release')).body.state).toBe('released')
    expect((await decide(one.id, 'release')).status).toBe(409)
    const { rows } = await accord.database.system((tx) =>
      tx.execute<{ at: number }>(
        sql`select occurred_at as at from intake_event where message_id = ${one.id}`,
      ),
    )
    expect(rows).toEqual([{ at: sentAt }])
  })

  it('another site may not send it when the form names its sites', async () => {
    const form = await makeForm(accord, admin, { origins: ['https://www.acme.test'] })
    const from = (origin: string) =>
      sendJson(accord, form.key, { email: 'a@acme.test' }, { headers: { origin } })
    expect((await from('https://evil.test')).status).toBe(403)
    expect((await from('null')).status).toBe(403)
    const allowed = await from('https://www.acme.test')
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
      200,
      'https://www.acme.test',
    ])
    const unreadable = (origin: string) =>
      accord.visitor().fetch(`/f/${form.key}`, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/json' },
        body: '{',
      })
    // a script of the page can read why
    expect((await unreadable('https://www.acme.test')).headers.get('access-control-allow-origin')).toBe(
      'https://www.acme.test',
    )
    expect((await unreadable('https://evil.test')).headers.get('access-control-allow-origin')).toBeNull()
    const page = await accord.visitor().fetch(`/f/${form.key}`)
    expect(page.headers.get('content-security-policy')).toContain(
      "frame-ancestors 'self' https://www.acme.test;",
    )
    expect(page.headers.get('x-frame-options')).toBeNull()
  })
})

describe('many at once', () => {
  it('of ten thousand spam submissions at least 99 in 100 are held, and none becomes an event', async () => {
    const form = await makeForm(accord, admin)
    const total = 10_000
    const spare = await Promise.all(Array.from({ length: 40 }, () => challengeOf(accord, form.key)))
    const proofs: string[] = []
    for (const challenge of spare) proofs.push(await solved(challenge))
    accord.clock.now += MINUTE
    let refused = 0
    const one = async (n: number) => {
      const text = `Buy followers ${n % 50}, cheap and fast, contact us today! https://a.test https://b.test http://c.test`
      const variants: Record<string, string>[] = [
        {},
        { accord_proof: 'made up' },
        { website: 'http://spam.test' },
        { accord_proof: guessed(spare[0]!).slice(0, -9) },
      ]
      // forty were paid for with real work, and some of those are tried again
      const paid = n % 100 === 0 ? { accord_proof: proofs[(n / 100) % proofs.length]! } : variants[n % 4]
      const fields = {
        email: `spam${n}@bulk${n % 97}.test`,
        first_name: 'Best SEO',
        message: text,
        ...paid,
      }
      const address = `10.${(n >> 12) & 255}.${(n >> 4) & 255}.${n & 15}`
      const answer =
        n % 2
          ? await sendJson(accord, form.key, fields, { address })
          : await sendPage(accord, form.key, fields, { address })
      if (answer.status !== 200) refused++
    }
    for (let from = 0; from < total; from += 100) {
      await Promise.all(Array.from({ length: 100 }, (_, n) => one(from + n)))
      accord.clock.now += 6 * SECOND
    }
    const { held = 0, accepted = 0 } = await states(form)
    console.info(
      `spam: ${held} held, ${refused} refused (a challenge used again), ${accepted} accepted of ${total}`,
    )
    expect(held + refused).toBe(total)
    expect(held / total).toBeGreaterThanOrEqual(0.99)
    expect(accepted).toBe(0)
    expect(await events(form)).toBe(0)
  }, 300_000)

  it('of five hundred that look real none is lost or held', async () => {
    const extra: FormField = {
      name: 'own_size',
      label: 'Team size',
      type: 'choice',
      required: false,
      choices: ['1-10', '11-50'],
    }
    const fields = [
      standardField('email', true),
      standardField('first_name'),
      standardField('company'),
      standardField('message'),
      extra,
    ]
    const form = await makeForm(accord, admin, { fields })
    const names = ['Ann', 'José', 'Søren', 'Zoë', '山田', 'Олена', 'D’Arcy', 'Nguyễn']
    for (let n = 0; n < 500; n++) {
      const message =
        n % 3 ? '' : `We are ${n} people and look at tools; see our page at https://firm${n}.test.`
      const answers = {
        email: `person.${n}+web@firm${n % 140}.test`,
        first_name: names[n % 8]!,
        company: `Firm ${n % 140} & Co`,
        own_size: '1-10',
        message,
      }
      const answer = await honest(form, answers, `203.0.113.${n % 90}`)
      expect([n, answer.status]).toEqual([n, 200])
    }
    expect(await states(form)).toEqual({ accepted: 500 })
    expect(await events(form)).toBe(500)
  }, 300_000)

  it('one network that sends without end is told to wait, and others are not', async () => {
    const form = await makeForm(accord, admin)
    const many = await Promise.all(
      Array.from({ length: 80 }, (_, n) =>
        sendJson(accord, form.key, { email: `a${n}@acme.test` }, { address: `2001:db8:1:2::${n}` }),
      ),
    )
    const turned = many.filter(({ status }) => status === 429)
    expect(turned.length).toBeGreaterThanOrEqual(15)
    expect(turned[0]!.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(
      (await sendJson(accord, form.key, { email: 'b@acme.test' }, { address: '2001:db8:1:3::1' })).status,
    ).toBe(200)
  })
})
