import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { PASSWORD, SETUP_TOKEN, testAccord } from '#test/accord.ts'
import * as contract from './contract.ts'
import { MEMBER_REVOKED } from './events.ts'

const setUpInput = {
  token: SETUP_TOKEN,
  name: 'Ada Admin',
  email: 'ada@company.test',
  password: PASSWORD,
  workspaceName: 'Test company',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
}

describe('set-up', () => {
  it('creates the first administrator, signs them in, and is then closed for good', async () => {
    const accord = await testAccord()
    const visitor = accord.visitor()
    expect((await visitor.call(contract.readSetup)).body).toEqual({ open: true })
    expect((await visitor.call(contract.completeSetup, { ...setUpInput, token: 'wrong' })).body.code).toBe(
      'setup.token_wrong',
    )
    expect((await visitor.call(contract.completeSetup, setUpInput)).status).toBe(200)
    const me = (await visitor.call(contract.readSession)).body
    expect(me.user.email).toBe('ada@company.test')
    expect(me.workspace).toMatchObject({
      name: 'Test company',
      role: 'administrator',
      timeZone: 'Europe/Berlin',
    })
    expect((await accord.visitor().call(contract.completeSetup, setUpInput)).body.code).toBe('setup.closed')
    expect((await accord.visitor().call(contract.readSetup)).body).toEqual({ open: false })
  })

  it('lets one of fifty simultaneous set-ups win', async () => {
    const accord = await testAccord()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        accord.visitor().call(contract.completeSetup, { ...setUpInput, email: `a${n}@company.test` }),
      ),
    )
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    // on a busy machine some are told to come back
    const others = answers.filter((answer) => answer.status !== 200).map((answer) => answer.body.code)
    expect(others.filter((code) => code !== 'setup.closed' && code !== 'server.unavailable')).toEqual([])
    expect(others).toContain('setup.closed')
  })

  it('refuses passwords that are easy to guess, and says what to do', async () => {
    const accord = await testAccord()
    const answer = await accord
      .visitor()
      .call(contract.completeSetup, { ...setUpInput, password: 'passwordpassword' })
    expect(answer.body).toMatchObject({ status: 422, code: 'password.weak' })
    expect(answer.body.detail).toContain('four words')
  })
})

describe('sign-in', () => {
  it('opens a session with the right password and answers the same for a wrong one and an unknown address', async () => {
    const accord = await testAccord()
    await accord.setUp()
    const user = accord.visitor()
    const wrong = await user.call(contract.signIn, { email: 'ada@company.test', password: 'not it' })
    const unknown = await user.call(contract.signIn, { email: 'nobody@company.test', password: 'not it' })
    expect(wrong.status).toBe(401)
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' })
    expect(
      (await user.call(contract.signIn, { email: ' ADA@company.test', password: PASSWORD })).status,
    ).toBe(200)
    expect((await user.call(contract.readSession)).status).toBe(200)
  })

  it('limits guesses from one address block, and still lets the owner in from elsewhere', async () => {
    const accord = await testAccord()
    const owner = await accord.setUp()
    let evaluated = 0
    for (let n = 0; n < 120; n += 1) {
      const body = JSON.stringify({ email: owner.email, password: `guess ${n}` })
      const address = `2001:db8:1:2::${n.toString(16)}`
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${n}` }
      const response = await accord
        .visitor()
        .fetch('/api/session', { method: 'POST', body, headers, address })
      if (response.status === 401) evaluated += 1
      else expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
    }
    expect(evaluated).toBeLessThanOrEqual(50)
    const elsewhere = await accord.visitor().call(contract.signIn, { email: owner.email, password: PASSWORD })
    expect(elsewhere.status).toBe(200)
  })

  it('ends a session at sign-out, and every other one when the password changes', async () => {
    const accord = await testAccord()
    const laptop = await accord.setUp()
    const phone = accord.visitor()
    await phone.call(contract.signIn, { email: laptop.email, password: PASSWORD })
    const newPassword = 'eleven green umbrellas at noon'
    expect((await laptop.call(contract.changePassword, { currentPassword: 'no', newPassword })).status).toBe(
      401,
    )
    expect(
      (await laptop.call(contract.changePassword, { currentPassword: PASSWORD, newPassword })).status,
    ).toBe(204)
    expect((await phone.call(contract.readSession)).status).toBe(401)
    const cookie = laptop.cookie
    expect((await laptop.call(contract.signOut)).status).toBe(204)
    laptop.cookie = cookie
    expect((await laptop.call(contract.readSession)).status).toBe(401)
  })

  it('gives a new session at every sign-in, whatever cookie the browser sent', async () => {
    const accord = await testAccord()
    const owner = await accord.setUp()
    const planted = owner.cookie
    await owner.call(contract.signIn, { email: owner.email, password: PASSWORD })
    expect(owner.cookie).not.toBe(planted)
  })
})

describe('members and invitations', () => {
  it('lets an invited person join once, with the role of the invitation', async () => {
    const accord = await testAccord()
    const admin = await accord.setUp()
    const { body } = await admin.call(contract.createInvitation, { email: 'sam@company.test', role: 'sales' })
    const token = body.url.split('#')[1]
    const sam = accord.visitor()
    expect((await sam.call(contract.readInvitation, { token })).body).toMatchObject({
      email: 'sam@company.test',
      role: 'sales',
      hasAccount: false,
    })
    const join = () => sam.call(contract.acceptInvitation, { token, name: 'Sam', password: PASSWORD })
    const answers = await Promise.all(
      [accord.visitor(), accord.visitor(), sam].map((one) =>
        one.call(contract.acceptInvitation, { token, name: 'Sam', password: PASSWORD }),
      ),
    )
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect((await join()).body.code).toBe('invitation.gone')
  })

  it('refuses a revoked member on the next request, and tells the rest of the product', async () => {
    const accord = await testAccord()
    const admin = await accord.setUp()
    const sales = await accord.join(admin, 'sales')
    const members = (await sales.call(contract.listMembers)).body.items
    const { userId } = members.find((one: { role: string }) => one.role === 'sales')
    expect((await admin.call(contract.revokeMember, { userId })).status).toBe(204)
    expect((await sales.call(contract.listMembers)).status).toBe(401)
    const { rows } = await accord.database.system((tx) =>
      tx.execute(
        sql`select payload -> 'payload' as told from job where payload ->> 'event' = ${MEMBER_REVOKED}`,
      ),
    )
    expect(rows).toEqual([{ told: { userId } }])
    expect((await admin.call(contract.restoreMember, { userId })).status).toBe(204)
    expect((await sales.call(contract.listMembers)).status).toBe(200)
  })

  it('keeps at least one administrator, also when two remove each other at once', async () => {
    const accord = await testAccord()
    const ada = await accord.setUp()
    const bob = await accord.join(ada, 'administrator', 'bob@company.test')
    const members: { userId: string; email: string }[] = (await ada.call(contract.listMembers)).body.items
    const idOf = (email: string) => members.find((member) => member.email === email)!.userId
    const answers = await Promise.all([
      ada.call(contract.revokeMember, { userId: idOf(bob.email) }),
      bob.call(contract.revokeMember, { userId: idOf(ada.email) }),
    ])
    expect(answers.map((answer) => answer.status).sort()).not.toEqual([204, 204])
  })

  it('sets a new password with a reset link, once', async () => {
    const accord = await testAccord()
    const admin = await accord.setUp()
    const sales = await accord.join(admin, 'sales')
    const { userId } = (await sales.call(contract.readSession)).body.user
      ? { userId: (await sales.call(contract.readSession)).body.user.id }
      : { userId: '' }
    const { body } = await admin.call(contract.createResetLink, { userId })
    const token = body.url.split('#')[1]
    const newPassword = 'eleven green umbrellas at noon'
    expect((await accord.visitor().call(contract.resetPassword, { token, newPassword })).status).toBe(204)
    expect((await accord.visitor().call(contract.resetPassword, { token, newPassword })).body.code).toBe(
      'password_reset.gone',
    )
    expect((await sales.call(contract.readSession)).status).toBe(401)
    expect(
      (await accord.visitor().call(contract.signIn, { email: sales.email, password: newPassword })).status,
    ).toBe(200)
  })
})

describe('API keys', () => {
  it('act within their scopes, and stop at once when revoked', async () => {
    const accord = await testAccord()
    const admin = await accord.setUp()
    const { body } = await admin.call(contract.createApiKey, {
      name: 'Script',
      scopes: ['member.read'],
      expiresAt: null,
    })
    const script = accord.visitor()
    const key = { authorization: `Bearer ${body.token}` }
    expect((await script.call(contract.listMembers, {}, key)).status).toBe(200)
    expect(
      (await script.call(contract.createInvitation, { email: 'x@y.test', role: 'sales' }, key)).body.code,
    ).toBe('permission.denied')
    await admin.call(contract.revokeApiKey, { apiKeyId: body.id })
    expect((await script.call(contract.listMembers, {}, key)).status).toBe(401)
  })

  it('refuses every token at every door but its own', async () => {
    const accord = await testAccord()
    const admin = await accord.setUp()
    const key = (
      await admin.call(contract.createApiKey, { name: 'Script', scopes: ['member.read'], expiresAt: null })
    ).body.token as string
    const invitation = (
      (await admin.call(contract.createInvitation, { email: 'x@company.test', role: 'sales' })).body
        .url as string
    ).split('#')[1]!
    const tokens = [
      key,
      invitation,
      SETUP_TOKEN,
      admin.cookie.split('=')[1]!,
      key.replace('accord_key', 'accord_invite'),
      invitation.replace('accord_invite', 'accord_key'),
    ]
    for (const token of tokens) {
      const asKey = await accord
        .visitor()
        .call(contract.listMembers, {}, { authorization: `Bearer ${token}` })
      expect(asKey.status).toBe(token === key ? 200 : 401)
      const asInvitation = await accord.visitor().call(contract.readInvitation, { token })
      expect(asInvitation.status).toBe(token === invitation ? 200 : 410)
      const asReset = await accord.visitor().call(contract.resetPassword, { token, newPassword: PASSWORD })
      expect(asReset.status).toBe(410)
    }
  })
})

describe('idempotency', () => {
  it('takes effect once per key, replays the answer byte for byte, and refuses another request under the key', async () => {
    const accord = await testAccord()
    const admin = await accord.setUp()
    const invite = (email: string) =>
      admin.call(contract.createInvitation, { email, role: 'sales' }, { 'idempotency-key': 'k1' })
    const answers = await Promise.all(Array.from({ length: 50 }, () => invite('sam@company.test')))
    const done = answers.filter((answer) => answer.status === 200)
    expect(done.length).toBeGreaterThan(0)
    expect(new Set(done.map((answer) => answer.text)).size).toBe(1)
    expect(
      answers
        .filter((answer) => answer.status !== 200)
        .every((answer) => answer.body.code === 'idempotency.in_flight'),
    ).toBe(true)
    expect((await invite('sam@company.test')).text).toBe(done[0]!.text)
    expect((await invite('other@company.test')).body.code).toBe('idempotency.reused')
    expect((await admin.call(contract.listInvitations)).body.items).toHaveLength(1)
  })
})
