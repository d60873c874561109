import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFindings, complaintsOf } from '../browser.ts'
import type { RunningProduct } from './product.ts'
import { asPerson, CAMPAIGN, openSalesFloor, record, row, type SalesFloor } from './sales-floor.ts'

/** A seller's morning: leads come in live, and are worked by the keyboard alone. */
describe('the hand-off inbox', () => {
  let floor: SalesFloor
  let product: RunningProduct
  let ada: Page
  let kim: Page
  const asksForDemo = (firstName: string) => floor.asksForDemo(firstName)

  beforeAll(async () => {
    floor = await openSalesFloor('Kim Larsen')
    product = floor.product
    ada = floor.ada
    kim = floor.kim
  }, 300_000)
  afterAll(() => floor?.browser.close())

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
    const leads = ada.getByRole('table', { name: 'Leads of this campaign that sales is done with' })
    await leads
      .getByRole('row', { name: /Hanna Brandt/ })
      .getByRole('button', { name: 'Contest' })
      .click()
    await ada.getByRole('dialog').getByRole('button', { name: 'Contest' }).click()
    await ada.getByText('Write what both leaders should know').waitFor()
    // a click in the dialog is not a click on the row that opened it
    await ada.getByLabel('Why it was a good lead').click()
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
    await record(kim, 'Ingrid Brandt').getByText('Offered', { exact: true }).first().waitFor()
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
