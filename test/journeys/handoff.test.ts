import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFindings, complaintsOf, launchBrowser, openPage } from '../browser.ts'
import { type RunningProduct, startProduct } from './product.ts'
import { setUpWorkspace } from './steps.ts'

const CAMPAIGN = 'Spring planning'
const PASSWORD = 'a quiet river runs by the mill'

/** A seller's morning: leads come in live, and are worked by the keyboard alone. */
describe('the hand-off inbox', () => {
  const folder = mkdtempSync(join(tmpdir(), 'accord-handoffs-'))
  let product: RunningProduct
  let browser: Browser
  let ada: Page
  let kim: Page
  let key = ''

  /** Somebody asks for a demo on a page that a campaign brought them to. */
  async function asksForDemo(firstName: string): Promise<void> {
    const userId = firstName.toLowerCase()
    const context = { campaign: { name: CAMPAIGN, source: 'newsletter', medium: 'email' } }
    const batch = [
      {
        type: 'identify',
        userId,
        messageId: `${userId}-1`,
        traits: { email: `${userId}@nordwind.example`, firstName, lastName: 'Brandt', company: 'Nordwind' },
      },
      { type: 'track', userId, messageId: `${userId}-2`, event: 'Demo Requested', context },
    ]
    const answer = await fetch(`${product.url}/v1/batch`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
      },
      body: JSON.stringify({ batch }),
    })
    expect(answer.status).toBe(200)
  }

  /** The API as the signed-in person of a page calls it. */
  const asPerson = (page: Page, path: string, body?: unknown) =>
    page.evaluate(
      async ([to, given]) => {
        const answer = await fetch(`/api${to}`, {
          ...(given !== undefined && {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(given),
          }),
        })
        return answer.json()
      },
      [path, body] as const,
    )

  const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name }).first()
  const record = (page: Page, name: string) => page.getByRole('article', { name })

  beforeAll(async () => {
    product = await startProduct()
    browser = await launchBrowser()
    ada = await openPage(browser)
    await setUpWorkspace(ada, product.url)
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const files = [
      write(
        'users.csv',
        'User ID,Name,Email,Team,Manager\r\nU1,Kim Larsen,kim@company.test,Inbound,Ada Admin\r\n',
      ),
      write('campaigns.csv', `Campaign ID,Campaign Name,Type,Status\r\nC1,${CAMPAIGN},E-mail,Active\r\n`),
    ]
    await ada.goto(`${product.url}/imports`)
    await ada.locator('input[type=file]').setInputFiles(files)
    await ada.getByRole('region', { name: 'Check, then import' }).waitFor({ timeout: 60_000 })
    await ada.getByRole('button', { name: 'Import', exact: true }).click()
    await ada.getByRole('table', { name: 'What the import did' }).waitFor({ timeout: 60_000 })
    const made = await asPerson(ada, '/intake/keys', { kind: 'secret', name: 'Website' })
    key = (made as { token: string }).token
    const { url } = (await asPerson(ada, '/invitations', { email: 'kim@company.test', role: 'sales' })) as {
      url: string
    }
    kim = await openPage(browser)
    await kim.goto(url)
    await kim.getByLabel('Your name').fill('Kim Larsen')
    await kim.getByLabel('Password').fill(PASSWORD)
    await kim.getByRole('button', { name: /join|accept/i }).click()
    await kim.getByRole('navigation').first().waitFor()
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is empty and says what comes next', async () => {
    await kim.goto(`${product.url}/handoffs`)
    await kim.getByText('All answered').waitFor()
    expect(await accessibilityFindings(kim)).toEqual([])
  }, 120_000)

  it('a demo request appears by itself, with why now and why this seller', async () => {
    await asksForDemo('Greta')
    await row(kim, 'Greta Brandt').waitFor({ timeout: 75_000 })
    const whole = record(kim, 'Greta Brandt')
    await whole.getByText('Raised a hand').waitFor()
    await whole.getByText('Asked for a demo', { exact: false }).first().waitFor()
    await whole.getByText('Why you:').waitFor()
    expect(await accessibilityFindings(kim)).toEqual([])
  }, 180_000)

  it('is accepted by a key; a logged call stops the clock; a conversion opens the opportunity', async () => {
    const whole = record(kim, 'Greta Brandt')
    await kim.keyboard.press('a')
    await whole.getByText('Accepted', { exact: true }).first().waitFor()
    expect(await whole.getByText('met', { exact: true }).count()).toBe(0)
    await kim.keyboard.press('l')
    await kim.getByRole('dialog', { name: /Log an attempt/ }).waitFor()
    await kim.keyboard.press('Enter')
    await whole.getByText('met', { exact: true }).first().waitFor()
    await whole.getByText('Working', { exact: true }).first().waitFor()
    await kim.keyboard.press('o')
    const dialog = kim.getByRole('dialog', { name: /Convert/ })
    await dialog.getByLabel('Name').fill('Nordwind rollout')
    await dialog.getByLabel('Amount').fill('48,000')
    await kim.keyboard.press('Enter')
    await kim.getByText('All answered').waitFor()
    await expect
      .poll(async () => ((await asPerson(kim, '/opportunities')) as { items: unknown[] }).items)
      .toMatchObject([{ name: 'Nordwind rollout', amountMinor: 4_800_000 }])
  }, 180_000)

  it('what was done last is taken back by a key', async () => {
    await asksForDemo('Hanna')
    await row(kim, 'Hanna Brandt').waitFor({ timeout: 75_000 })
    await kim.keyboard.press('a')
    await record(kim, 'Hanna Brandt').getByText('Accepted', { exact: true }).first().waitFor()
    await kim.getByText('Accepted: Hanna Brandt').waitFor()
    await kim.keyboard.press('u')
    await record(kim, 'Hanna Brandt').getByText('Offered', { exact: true }).first().waitFor()
  }, 120_000)

  it('a rejection by a digit stands with its reason on the page of the campaign, where marketing contests it', async () => {
    await kim.keyboard.press('r')
    await kim.getByRole('dialog', { name: /Reject this lead/ }).waitFor()
    await kim.keyboard.press('3')
    await kim.keyboard.press('Enter')
    await kim.getByText('Rejected: Hanna Brandt').waitFor()
    await ada.goto(`${product.url}/campaigns`)
    await ada.getByRole('link', { name: CAMPAIGN }).click()
    await ada.getByRole('heading', { level: 1, name: CAMPAIGN }).waitFor()
    const reasons = ada.getByRole('region', { name: 'What sellers said' })
    await reasons.getByText('Contact data wrong or missing', { exact: false }).first().waitFor()
    const leads = ada.getByRole('table', { name: 'Closed hand-offs of this campaign' })
    await leads
      .getByRole('row', { name: /Hanna Brandt/ })
      .getByRole('button', { name: 'Contest' })
      .click()
    await ada.getByLabel('Why it was a good lead').fill('The number on the form was right')
    await ada.getByRole('dialog').getByRole('button', { name: 'Contest' }).click()
    await ada.getByText('on the list for both leaders', { exact: false }).waitFor()
    await ada.goto(`${product.url}/handoffs/disputes`)
    await ada.getByText('The number on the form was right').waitFor()
    expect(await accessibilityFindings(ada)).toEqual([])
  }, 180_000)

  it('of two people who accept at once the second is told that somebody was faster', async () => {
    await asksForDemo('Ingrid')
    await row(kim, 'Ingrid Brandt').waitFor({ timeout: 75_000 })
    // a page that hears of nothing, as one does over a bad line
    await ada.route('**/api/notifications/stream', (route) => route.abort())
    await ada.goto(`${product.url}/handoffs?view=all`)
    await record(ada, 'Ingrid Brandt').getByText('Offered', { exact: true }).first().waitFor()
    // the page says "Accepted" before the server does
    await Promise.all([kim.waitForResponse(/\/accept$/), kim.keyboard.press('a')])
    await record(kim, 'Ingrid Brandt').getByText('Accepted', { exact: true }).first().waitFor()
    await ada.keyboard.press('a')
    await ada.getByText('Somebody was faster', { exact: false }).first().waitFor()
    await record(ada, 'Ingrid Brandt').getByText('Accepted', { exact: true }).first().waitFor()
  }, 180_000)

  it('nothing the seller opened was blocked or threw', () => {
    expect(complaintsOf(kim)).toEqual([])
  })
})
