import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { launchBrowser, openPage } from '../browser.ts'
import { type RunningProduct, startProduct } from './product.ts'
import { setUpWorkspace } from './steps.ts'

export const CAMPAIGN = 'Spring planning'
const PASSWORD = 'a quiet river runs by the mill'

/** A company whose leads arrive by the tracking API and are handed to sellers. */
export interface SalesFloor {
  product: RunningProduct
  browser: Browser
  /** page of the administrator, who manages all sellers */
  ada: Page
  /** page of the first seller */
  kim: Page
  /** Somebody asks for a demo on a page that a campaign brought them to; `at`: ISO-8601, else now. */
  asksForDemo(firstName: string, at?: string): Promise<void>
}

/** Starts the product with an administrator, the sellers (the first of whom signs in) and one campaign. */
export async function openSalesFloor(...sellers: string[]): Promise<SalesFloor> {
  const product = await startProduct()
  const browser = await launchBrowser()
  const ada = await openPage(browser)
  await setUpWorkspace(ada, product.url)
  await importSellers(ada, product.url, sellers)
  const made = await asPerson(ada, '/intake/keys', { kind: 'secret', name: 'Website' })
  const key = (made as { token: string }).token
  const name = sellers[0]!
  const email = addressOf(name)
  const { url } = (await asPerson(ada, '/invitations', { email, role: 'sales' })) as { url: string }
  const kim = await openPage(browser)
  await kim.goto(url)
  await kim.getByLabel('Your name').fill(name)
  await kim.getByLabel('Password').fill(PASSWORD)
  await kim.getByRole('button', { name: /join|accept/i }).click()
  await kim.getByRole('navigation').first().waitFor()
  return {
    ...{ product, browser, ada, kim },
    asksForDemo: (firstName, at) => sendDemoRequest(product.url, key, firstName, at),
  }
}

const addressOf = (name: string) => `${name.split(' ')[0]!.toLowerCase()}@company.test`

async function importSellers(page: Page, url: string, sellers: readonly string[]): Promise<void> {
  const lines = sellers.map((name, index) => `U${index + 1},${name},${addressOf(name)},Inbound,Ada Admin\r\n`)
  const files = {
    'users.csv': `User ID,Name,Email,Team,Manager\r\n${lines.join('')}`,
    'campaigns.csv': `Campaign ID,Campaign Name,Type,Status\r\nC1,${CAMPAIGN},E-mail,Active\r\n`,
  }
  const folder = mkdtempSync(join(tmpdir(), 'accord-sales-floor-'))
  const paths = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  })
  await page.goto(`${url}/imports`)
  await page.locator('input[type=file]').setInputFiles(paths)
  await page.getByRole('region', { name: 'Check, then import' }).waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('table', { name: 'What the import did' }).waitFor({ timeout: 60_000 })
  rmSync(folder, { recursive: true, force: true })
}

async function sendDemoRequest(url: string, key: string, firstName: string, at?: string): Promise<void> {
  const userId = firstName.toLowerCase()
  const context = { campaign: { name: CAMPAIGN, source: 'newsletter', medium: 'email' } }
  const when = at !== undefined && { timestamp: at }
  const batch = [
    {
      ...{ type: 'identify', userId, messageId: `${userId}-1`, ...when },
      traits: { email: `${userId}@nordwind.example`, firstName, lastName: 'Brandt', company: 'Nordwind' },
    },
    { type: 'track', userId, messageId: `${userId}-2`, event: 'Demo Requested', context, ...when },
  ]
  await sendEvents(url, key, batch)
}

/** Events of the tracking API, by a secret key. */
export async function sendEvents(url: string, key: string, batch: readonly object[]): Promise<void> {
  const answer = await fetch(`${url}/v1/batch`, {
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
export const asPerson = (page: Page, path: string, body?: unknown): Promise<unknown> =>
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

/** A line of the inbox. */
export const row = (page: Page, name: string): Locator =>
  page.getByRole('listitem').filter({ hasText: name }).first()

/** The hand-off in view. */
export const record = (page: Page, name: string): Locator => page.getByRole('article', { name })
