import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFindings, complaintsOf, launchBrowser, openPage } from '../browser.ts'
import { type RunningProduct, startProduct } from './product.ts'
import { loadSampleCompany, setUpWorkspace } from './steps.ts'

/** A newcomer's first quarter of an hour, on the built product in a real browser. */
describe('the first day', () => {
  let product: RunningProduct
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    product = await startProduct()
    browser = await launchBrowser()
    page = await openPage(browser)
  }, 240_000)
  afterAll(() => browser?.close())

  it('prints the address and a one-time link at the very first start', () => {
    expect(product.output()).toContain(`Accord is running at ${product.url}`)
    expect(product.output()).toContain(`${product.url}/setup#`)
  })

  it('makes the first administrator with the link, also where the page stood open without it', async () => {
    await page.goto(`${product.url}/setup`)
    await page.getByText('Open the one-time link', { exact: false }).waitFor()
    await setUpWorkspace(page, product.url)
    expect(await page.getByText('Ada Admin').first().isVisible()).toBe(true)
  })

  it('loads the sample company and shows one funnel', async () => {
    await loadSampleCompany(page)
    const funnel = page.getByRole('region', { name: 'Funnel' })
    for (const stage of ['Inquiry', 'MQL', 'SAL', 'SQL', 'Opportunity', 'Customer']) {
      expect(await funnel.getByRole('button', { name: stage, exact: true }).count(), stage).toBeGreaterThan(0)
    }
    expect(await page.getByText('Sample data: an invented company').isVisible()).toBe(true)
    expect(await accessibilityFindings(page)).toEqual([])
  }, 300_000)

  it('opens a number: definition, formula, numerator, denominator and its records', async () => {
    await page.getByRole('button', { name: /Explain the conversion from Inquiry to MQL/ }).click()
    const drawer = page.getByRole('dialog', { name: 'Stage conversion' })
    await drawer.getByText('reached the next stage / entered this stage').waitFor()
    for (const word of ['Numerator', 'Denominator', 'Agreement', 'Data reach to']) {
      expect(await drawer.getByText(word, { exact: false }).count(), word).toBeGreaterThan(0)
    }
    expect(page.url()).toContain('figure=stage_conversion')
    const counted = page.waitForResponse((response) => response.url().includes('part=numerator'))
    await drawer.getByRole('button', { name: 'Counted', exact: true }).click()
    const { items } = (await (await counted).json()) as { items: { id: string }[] }
    expect(items.length).toBeGreaterThan(0)
    await drawer.locator(`a[href$="/leads/${items[0]!.id}"]`).first().waitFor()
  })

  it('opens a lead from the records and reads why it has its score', async () => {
    const drawer = page.getByRole('dialog', { name: 'Stage conversion' })
    const link = drawer.getByRole('row').nth(1).getByRole('link')
    const name = (await link.innerText()).split('\n')[0]!
    await link.click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    expect(page.url()).toContain('/leads/')
    await page.getByRole('tab', { name: /score/i }).click()
    await page
      .getByText(/points/i)
      .first()
      .waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
  })

  it('logs a conversation with the person, which stands on the timeline at once', async () => {
    await page.getByRole('tab', { name: 'Timeline' }).click()
    await page.keyboard.press('l')
    const dialog = page.getByRole('dialog', { name: /Log an attempt/ })
    await dialog.waitFor()
    await page.keyboard.press('2')
    await dialog.getByLabel('Note').fill('Wants to see it in January')
    await dialog.getByRole('button', { name: 'Log', exact: true }).click()
    await page.getByText('Conversation logged').first().waitFor()
    await page.getByText('Spoke on the phone').first().waitFor()
  })

  it('finds a person by name with Ctrl-K', async () => {
    const name = (await page.getByRole('heading', { level: 1 }).innerText()).split('\n')[0]!
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill(name)
    await page
      .getByRole('option', { name: new RegExp(name) })
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
  })

  it('asks before a changed agreement is left that was not adopted', async () => {
    await page.goto(`${product.url}/agreement/change`)
    const text = page.getByLabel('Agreement in YAML')
    await text.fill(`${await text.inputValue()}\n# shorter response times from June on\n`)
    const leads = page.getByRole('navigation').getByRole('link', { name: 'Leads', exact: true })
    await leads.click()
    const question = page.getByRole('dialog', { name: 'Leave without adopting?' })
    await question.getByRole('button', { name: 'Stay here' }).click()
    await question.waitFor({ state: 'hidden' })
    expect(await text.inputValue()).toContain('shorter response times from June on')
    await leads.click()
    await question.getByRole('button', { name: 'Leave and lose it' }).click()
    await expect.poll(() => new URL(page.url()).pathname).toBe('/leads')
  })

  it('removes the sample company with one click and its confirmation', async () => {
    await page.goto(product.url)
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page
      .getByRole('dialog')
      .or(page.getByRole('alertdialog'))
      .getByRole('button', { name: /remove/i })
      .click()
    await page.getByText('Sample data: an invented company').waitFor({ state: 'hidden', timeout: 60_000 })
  }, 90_000)

  it('complains of nothing in the console, the content security policy included', () => {
    expect(complaintsOf(page)).toEqual([])
  })
})
