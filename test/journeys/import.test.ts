import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFindings, complaintsOf, launchBrowser, openPage } from '../browser.ts'
import { type CrmFolder, writeCrmFolder } from '../factories/crm-folder.ts'
import { type RunningProduct, startProduct } from './product.ts'
import { setUpWorkspace } from './steps.ts'

/** Set by `npm run trial` to a public data set of the same shape. */
const trialDir = process.env.ACCORD_TRIAL_CRM

const maven = (dir: string): CrmFolder => ({
  dir,
  files: readdirSync(dir)
    .filter((name) => name.endsWith('.csv'))
    .map((name) => join(dir, name)),
  accounts: 85,
  opportunities: 8_800,
  sellers: 35,
  won: 4_238,
  lost: 2_473,
  open: 2_089,
  wonValue: 10_005_534,
  openWithoutAccount: 1_425,
  dirty: { written: 'GTXPro', meant: 'GTX Pro' },
})

describe('four exports of a CRM, imported through the screens', () => {
  const crm = trialDir ? maven(trialDir) : writeCrmFolder()
  const count = (number: number) => number.toLocaleString('en')
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

  it('understands all four files dropped at once', async () => {
    await page.goto(`${product.url}/imports`)
    await page.locator('input[type=file]').setInputFiles(crm.files)
    await page.getByRole('region', { name: 'Check, then import' }).waitFor({ timeout: 60_000 })
    expect(await page.getByRole('combobox', { name: 'What sales_pipeline.csv lists' }).innerText()).toBe(
      'opportunities',
    )
    expect(await page.getByRole('combobox', { name: 'What accounts.csv lists' }).innerText()).toBe('accounts')
    expect(
      await page
        .getByText(/name no currency/)
        .first()
        .isVisible(),
    ).toBe(true)
    expect(await accessibilityFindings(page)).toEqual([])
  }, 120_000)

  it('names the two spellings of one product, and reads both as one when told to', async () => {
    const same = page.getByRole('region', { name: 'Probably the same' })
    await same.getByText(crm.dirty.written, { exact: false }).first().waitFor()
    await same.getByRole('button', { name: `Read as ${crm.dirty.meant}` }).click()
    await page.getByRole('button', { name: 'Apply your choices' }).click()
    await page.getByRole('button', { name: 'Try without writing' }).waitFor({ timeout: 60_000 })
  }, 90_000)

  it('says what the import would do before it does it', async () => {
    await page.getByRole('button', { name: 'Try without writing' }).click()
    const preview = page.getByRole('table', { name: 'What the import would do' })
    await preview
      .getByRole('row', { name: `Opportunities ${count(crm.opportunities)} 0 0 0` })
      .waitFor({ timeout: 90_000 })
    await preview.getByRole('row', { name: `Accounts ${count(crm.accounts)} 0 0 0` }).waitFor()
  }, 120_000)

  it('imports in the background, also across a reload of the page', async () => {
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.waitForTimeout(300)
    await page.reload()
    const result = page.getByRole('table', { name: 'What the import did' })
    await result
      .getByRole('row', { name: `Opportunities ${count(crm.opportunities)} 0 0 0` })
      .waitFor({ timeout: 180_000 })
  }, 240_000)

  it('has read both spellings as one product', async () => {
    const products = await page.evaluate(async () => {
      const names = new Set<string>()
      let cursor: string | null = ''
      while (cursor !== null) {
        const answer: Response = await fetch(
          `/api/opportunities?limit=500${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
        )
        const body = (await answer.json()) as {
          items: { product: string | null }[]
          nextCursor: string | null
        }
        for (const item of body.items) if (item.product) names.add(item.product)
        cursor = body.nextCursor
      }
      return [...names]
    })
    expect(products).toContain(crm.dirty.meant)
    expect(products).not.toContain(crm.dirty.written)
  }, 60_000)

  it('shows the same deals on the dashboard', async () => {
    await page.goto(product.url)
    // counted in the background; the page follows by itself
    await page.getByText('Open opportunities without account').waitFor({ timeout: 120_000 })
    const trust = page.getByRole('region', { name: 'Data trust' })
    await trust.getByText(`${count(crm.openWithoutAccount)} of ${count(crm.open)}`).waitFor()
  }, 180_000)

  it('changes nothing when the same files are imported again', async () => {
    await page.goto(`${product.url}/imports`)
    await page.locator('input[type=file]').setInputFiles(crm.files)
    await page.getByRole('region', { name: 'Check, then import' }).waitFor({ timeout: 60_000 })
    const same = page.getByRole('button', { name: `Read as ${crm.dirty.meant}` })
    if (await same.isVisible()) {
      await same.click()
      await page.getByRole('button', { name: 'Apply your choices' }).click()
    }
    await page.getByRole('button', { name: 'Try without writing' }).click({ timeout: 60_000 })
    const preview = page.getByRole('table', { name: 'What the import would do' })
    await preview
      .getByRole('row', { name: `Opportunities 0 0 ${count(crm.opportunities)} 0` })
      .waitFor({ timeout: 90_000 })
  }, 240_000)

  it('takes the whole import back', async () => {
    await page.goto(`${product.url}/imports`)
    await page
      .getByRole('link', { name: /4 files/ })
      .last()
      .click()
    await page.getByRole('button', { name: 'Undo this import' }).click()
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'))
    await dialog.getByRole('button', { name: 'Take it back' }).click()
    await page.getByText('Taken back', { exact: true }).first().waitFor({ timeout: 120_000 })
    const left = await page.evaluate(
      async () => ((await (await fetch('/api/opportunities?limit=1')).json()) as { items: [] }).items.length,
    )
    expect(left).toBe(0)
  }, 240_000)

  it('complains of nothing in the console', () => {
    expect(complaintsOf(page)).toEqual([])
  })
})
