import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFindings, complaintsOf, launchBrowser, openPage } from '../browser.ts'
import { CRM_FILES, DEALS } from './crm-files.ts'
import { type RunningProduct, startProduct } from './product.ts'
import { setUpWorkspace } from './steps.ts'

const uploads = Object.entries(CRM_FILES).map(([name, text]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
}))

/** Four files of a CRM, from the drop to the deals and back, on the built product in a real browser. */
describe('importing the files of a CRM', () => {
  let product: RunningProduct
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    product = await startProduct()
    browser = await launchBrowser()
    page = await openPage(browser)
    await setUpWorkspace(page, product.url)
  }, 240_000)
  afterAll(() => browser?.close())

  const cell = (row: string, at: number) => page.getByRole('row', { name: row }).getByRole('cell').nth(at)

  it('understands four files dropped at once, and says why', async () => {
    await page.goto(`${product.url}/imports`)
    await page.locator('input[type=file]').setInputFiles(uploads)
    await page.getByRole('heading', { name: 'Check, then import' }).waitFor({ timeout: 60_000 })
    expect(page.url()).toMatch(/\/imports\/[0-9a-f-]{36}$/)
    for (const name of Object.keys(CRM_FILES))
      expect(await page.getByRole('heading', { name, level: 2 }).isVisible(), name).toBe(true)
    expect(await page.getByText('Read as won: "Won" (80)').isVisible()).toBe(true)
    expect(await accessibilityFindings(page)).toEqual([])
  }, 120_000)

  it('offers to read the two dirty names as what they mean', async () => {
    await page.getByRole('button', { name: 'Read as GTX Pro' }).click()
    await page.getByRole('button', { name: 'Read as technology' }).click()
    await page.getByRole('button', { name: 'Apply your choices' }).click()
    await page.getByRole('button', { name: 'Try without writing' }).waitFor({ timeout: 60_000 })
    expect(await page.getByText('GTXPro', { exact: true }).count()).toBe(0)
  }, 90_000)

  it('counts beforehand what it would do', async () => {
    await page.getByRole('button', { name: 'Try without writing' }).click()
    await cell('Opportunities', 1).waitFor({ timeout: 60_000 })
    expect(await cell('Opportunities', 1).innerText()).toBe(String(DEALS))
    expect(await cell('Accounts', 1).innerText()).toBe('8')
  }, 90_000)

  it('imports in the background, also when the page is loaded again', async () => {
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.reload()
    await page.getByRole('heading', { name: 'Result' }).waitFor({ timeout: 60_000 })
    expect(await cell('Opportunities', 1).innerText()).toBe(String(DEALS))
    expect(await accessibilityFindings(page)).toEqual([])
  }, 120_000)

  it('shows the deals under the right product name, and those without an account', async () => {
    const back = page.url()
    await page.goto(`${product.url}/opportunities?search=GTX+Pro`)
    await page
      .getByRole('row', { name: /GTX Pro/ })
      .first()
      .waitFor()
    expect(await page.getByText('GTXPro').count()).toBe(0)
    await page.goto(`${product.url}/opportunities?account=none`)
    await page.getByRole('row', { name: /open/ }).first().waitFor()
    await page.goto(`${product.url}/accounts`)
    await page.getByRole('row', { name: /Bluebird Foods/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Bluebird Foods' }).waitFor()
    expect(await page.getByRole('link', { name: 'Northwind Mills' }).isVisible()).toBe(true)
    expect(await accessibilityFindings(page)).toEqual([])
    await page.goto(back)
  }, 90_000)

  it('takes the whole import back', async () => {
    await page.getByRole('button', { name: 'Undo this import' }).click()
    await page.getByRole('button', { name: 'Take it back' }).click()
    await page.getByText('Taken back').first().waitFor({ timeout: 60_000 })
    await page.goto(`${product.url}/opportunities`)
    await page.getByText('There are no opportunities yet').waitFor()
    expect(complaintsOf(page)).toEqual([])
  }, 120_000)
})
