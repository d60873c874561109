import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultAgreement, toYaml } from '#agreement/document/index.ts'
import { accessibilityFindings, complaintsOf, launchBrowser, openPage } from '../browser.ts'
import { testServerDatabase } from '../database.ts'
import { type SmtpPeer, startSmtpPeer } from '../smtp.ts'
import { launchProduct, type RunningProduct } from './launch.ts'
import { sendEvents } from './sales-floor.ts'
import { setUpWorkspace } from './steps.ts'

const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36'
/** where pictures for a look are put, when somebody wants one */
const PICTURES = process.env.JOURNEY_PICTURES

/** Recycled, written to, interested again, qualified again with the same owner; and one who has had enough. */
describe('a nurture track', () => {
  let product: RunningProduct
  let peer: SmtpPeer
  let browser: Browser
  let ada: Page
  let key = ''
  let removeDatabase = async () => {}

  const asAda = <Answer>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') =>
    ada.evaluate(
      async ([to, given, how]) => {
        const answer = await fetch(`/api${to}`, {
          method: how,
          ...(given !== undefined && {
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(given),
          }),
        })
        return answer.json()
      },
      [path, body, method] as const,
    ) as Promise<Answer>

  async function asksForDemo(firstName: string, at: string): Promise<void> {
    const userId = firstName.toLowerCase()
    const batch = [
      {
        ...{ type: 'identify', userId, messageId: `${userId}-${at}-1` },
        traits: { email: `${userId}@customer.example`, firstName, lastName: 'Brandt', company: 'Nordwind' },
      },
      { type: 'track', userId, messageId: `${userId}-${at}-2`, event: 'Demo Requested' },
    ]
    await sendEvents(product.url, key, batch)
  }

  async function eventually<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
    for (let waited = 0; waited < 60_000; waited += 300) {
      const value = await look()
      if (value !== undefined && value !== null && value !== false) return value
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    throw new Error('It did not happen within a minute')
  }

  const leadNamed = (name: string) =>
    eventually(async () => {
      const { items } = await asAda<{ items: { personId: string; name: string; stage: string | null }[] }>(
        '/leads?limit=50',
      )
      return items.find((lead) => lead.name === name)
    })

  const nurtureOf = (personId: string) =>
    asAda<{ enrolments: { endedBecause: string | null }[]; messages: { state: string }[] }>(
      `/leads/${personId}/nurture`,
    )

  async function picture(page: Page, name: string): Promise<void> {
    if (!PICTURES) return
    mkdirSync(PICTURES, { recursive: true })
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme })
      for (const [view, width, height] of [
        ['wide', 1440, 900],
        ['phone', 390, 844],
      ] as const) {
        await page.setViewportSize({ width, height })
        await page.waitForTimeout(300)
        await page.screenshot({ path: `${PICTURES}/${name}-${view}-${theme}.png` })
      }
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1440, height: 900 })
  }

  beforeAll(async () => {
    peer = await startSmtpPeer((step, to) => (step === 'accepted' && to.startsWith('lost') ? 'drop' : 'none'))
    const server = process.env.TEST_DATABASE_URL
    const database = server ? await testServerDatabase(server) : null
    if (database) removeDatabase = database.remove
    product = await launchProduct({
      SMTP_URL: peer.url,
      MAIL_FROM: 'Acme <hello@acme.test>',
      MAIL_IN_PORT: '0',
      MAIL_IN_DOMAIN: 'in.acme.test',
      ...(database ? { DATABASE_URL: database.url } : {}),
    })
    browser = await launchBrowser()
    ada = await openPage(browser)
    await setUpWorkspace(ada, product.url)
    const document = defaultAgreement()
    const [first] = document.recycling.tracks
    delete first!.sendWithin
    first!.steps = [
      {
        key: 'guide',
        email: {
          subject: 'A guide for {{company|your company}}',
          body: 'Hello {{firstName|there}},\n\nhere is [the guide](http://localhost.test/guide) we spoke of.\n\n{{sender}}',
        },
      },
      { wait: 'P30D' },
      { key: 'later', email: { subject: 'Later', body: 'Is it time?' } },
    ]
    delete document.recycling.reentry.notBefore
    await asAda('/agreement/versions', { yaml: toYaml(document) })
    const made = await asAda<{ token: string }>('/intake/keys', { kind: 'secret', name: 'Website' })
    key = made.token
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
    await peer?.close()
    await removeDatabase()
  })

  /** The first mail that reached an address; members get mails of their own meanwhile. */
  async function mailTo(address: string) {
    const found = () => peer.received.find(({ to }) => to.includes(address))
    await expect.poll(found, { timeout: 60_000 }).toBeDefined()
    return found()!
  }

  it('says what it is for while nobody is on it', async () => {
    await ada.goto(`${product.url}/nurture?tab=people`)
    await ada.getByText('Nobody is on a track').waitFor()
    expect(await accessibilityFindings(ada)).toEqual([])
    await picture(ada, 'nurture-empty')
  }, 90_000)

  it('writes to who was put on it, through a real mail server; a click is a touch of the person', async () => {
    await asksForDemo('Greta', 'first')
    const { personId } = await leadNamed('Greta Brandt')
    const { items } = await asAda<{ items: { id: string }[] }>(`/leads/${personId}/handoffs`)
    expect(items.length).toBe(1)
    await asAda(`/handoffs/${items[0]!.id}/accept`, {})
    await asAda(`/handoffs/${items[0]!.id}/recycle`, { reason: 'bad_timing' })
    const mail = await mailTo('greta@customer.example')
    expect(mail.from).toMatch(/^b\+\w+@in\.acme\.test$/)
    expect(mail.parsed.subject).toBe('A guide for Nordwind')
    const link = /https?:\/\/\S+\/r\/\w+/.exec(mail.parsed.text!)![0]
    const answer = await fetch(link, { redirect: 'manual', headers: { 'user-agent': BROWSER } })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'http://localhost.test/guide'])
    await eventually(async () => {
      const { items: timeline } = await asAda<{ items: { kind?: string; touchKind?: string }[] }>(
        `/leads/${personId}/timeline?limit=50`,
      )
      return JSON.stringify(timeline).includes('email_click')
    })
    await ada.goto(`${product.url}/leads/${personId}`)
    await ada.getByRole('region', { name: 'Nurture' }).getByText('1 of 2 messages').waitFor()
    expect(await accessibilityFindings(ada)).toEqual([])
    await picture(ada, 'nurture-lead')
  }, 180_000)

  it('ends when the person qualifies again; the next hand-off goes to the same owner', async () => {
    const { personId } = await leadNamed('Greta Brandt')
    await asksForDemo('Greta', 'second')
    await eventually(
      async () => (await nurtureOf(personId)).enrolments[0]?.endedBecause === 'qualified_again',
    )
    const { items } = await asAda<{ items: { cycle?: number; sellerName: string | null }[] }>(
      `/leads/${personId}/handoffs`,
    )
    expect(items).toHaveLength(2)
    expect(items[0]!.sellerName).toBe(items[1]!.sellerName)
  }, 120_000)

  it('one click ends it for ever, and a mistake can be taken back on the page the mail leads to', async () => {
    await asksForDemo('Hanna', 'first')
    const { personId } = await leadNamed('Hanna Brandt')
    await asAda(`/leads/${personId}/nurture`, { track: 'long_term' })
    await asksForDemo('Lost', 'first')
    // Both qualify, so neither may be written to; an honest seller recycles them first.
    for (const name of ['Hanna Brandt', 'Lost Brandt']) {
      const lead = await leadNamed(name)
      const { items } = await asAda<{ items: { id: string }[] }>(`/leads/${lead.personId}/handoffs`)
      await asAda(`/handoffs/${items[0]!.id}/accept`, {})
      await asAda(`/handoffs/${items[0]!.id}/recycle`, { reason: 'bad_timing' })
    }
    const mail = await mailTo('hanna@customer.example')
    await mailTo('lost@customer.example')
    const url = /https?:\/\/\S+\/u\/\w+/.exec(mail.parsed.text!)![0]
    const visitor = await openPage(browser, { width: 390, height: 844, javaScriptEnabled: false })
    await visitor.goto(url)
    await picture(visitor, 'unsubscribe')
    await visitor.getByRole('button', { name: 'Unsubscribe' }).click()
    await visitor.getByRole('heading', { name: 'You are unsubscribed' }).waitFor()
    expect((await nurtureOf(personId)).enrolments[0]?.endedBecause).toBe('unsubscribed')
    await visitor.getByRole('button', { name: 'I unsubscribed by mistake' }).click()
    await visitor.getByRole('heading', { name: 'Welcome back' }).waitFor()
    const answer = await fetch(url, { method: 'POST', body: 'List-Unsubscribe=One-Click' })
    expect(answer.status).toBe(200)
    expect(complaintsOf(visitor)).toEqual([])
  }, 180_000)

  it('shows what was sent, what became of it, and who may not be written to', async () => {
    for (const [name, path, wait] of [
      ['nurture-tracks', '/nurture', 'Keep in touch'],
      ['nurture-people', '/nurture?tab=people&people=left', 'Qualified again'],
      ['nurture-messages', '/nurture?tab=messages', 'Count as sent'],
      ['nurture-suppressed', '/nurture?tab=suppressed', 'hanna@customer.example'],
      ['mail-log', '/settings/mail-log', 'Everybody is known'],
      ['agreement-tracks', '/agreement#follow-up', 'Nurture track'],
    ] as const) {
      await ada.goto(product.url + path)
      await ada.getByText(wait).first().waitFor()
      expect(await accessibilityFindings(ada), name).toEqual([])
      await picture(ada, name)
    }
    await ada.goto(`${product.url}/nurture`)
    await ada.getByRole('button', { name: 'A guide for your company' }).click()
    await ada.getByText('A guide for Our company').waitFor()
    await picture(ada, 'nurture-preview')
    await ada.getByRole('button', { name: 'Send a test to me' }).click()
    await eventually(async () => peer.received.some(({ to }) => to[0] === 'ada@company.test'))
    await ada.goto(`${product.url}/nurture?tab=messages&state=unknown`)
    await ada.getByRole('button', { name: 'Count as sent' }).click()
    await ada.getByText('No message waits for a decision').waitFor()
    expect(complaintsOf(ada)).toEqual([])
  }, 240_000)
})
