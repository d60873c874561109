import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFindings } from '../browser.ts'
import { openSalesFloor, record, row, type SalesFloor } from './sales-floor.ts'

/** What is on the screen of a seller stays what it is about while leads come, go and are sorted anew. */
describe('the inbox while work goes on', () => {
  let floor: SalesFloor
  let kim: Page

  const dialog = (title: string) => kim.getByRole('dialog', { name: title })
  const toast = (text: string) => kim.getByText(text, { exact: true }).first().waitFor()
  const choice = (name: RegExp) => kim.getByRole('dialog').getByRole('button', { name })

  /** A lead arrives, and the page hears of it as when somebody comes back to it. */
  async function arrives(name: string): Promise<void> {
    await floor.asksForDemo(name)
    await expect
      .poll(
        async () => {
          await kim.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
          return listed()
        },
        { timeout: 75_000, interval: 500 },
      )
      .toContain(name)
  }

  /** The names in the list, from the top. */
  const listed = () =>
    kim
      .locator('[data-inbox-list] li')
      .evaluateAll((lines) =>
        lines
          .sort((a, b) => Number(a.ariaPosInSet) - Number(b.ariaPosInSet))
          .map((line) => /(\w+) Brandt/.exec(line.textContent ?? '')?.[1] ?? ''),
      )

  beforeAll(async () => {
    floor = await openSalesFloor('Kim Larsen')
    kim = floor.kim
    await kim.goto(`${floor.product.url}/handoffs`)
    await kim.getByText('All answered').waitFor()
  }, 300_000)
  afterAll(() => floor?.browser.close())

  it('a question stays about its lead while a later one comes to stand above it', async () => {
    await arrives('Greta')
    await record(kim, 'Greta Brandt').waitFor()
    await kim.keyboard.press('l')
    await dialog('Log an attempt: Greta Brandt').waitFor()
    await kim.keyboard.press('Enter')
    await toast('Call logged: Greta Brandt')
    await kim.keyboard.press('r')
    await dialog('Reject this lead: Greta Brandt').waitFor()
    await kim.keyboard.press('2')
    await arrives('Hanna')
    expect(await listed()).toEqual(['Hanna', 'Greta'])
    expect(await dialog('Reject this lead: Greta Brandt').isVisible()).toBe(true)
    expect(await choice(/^2/).getAttribute('aria-pressed')).toBe('true')
    await kim.keyboard.press('Enter')
    await toast('Rejected: Greta Brandt')
    await kim.keyboard.press('u')
    await toast('Taken back: Greta Brandt')
    await record(kim, 'Greta Brandt').waitFor()
  }, 240_000)

  it('a lead that is sorted elsewhere stays in view, and the next key goes on from the place it had', async () => {
    await arrives('Ingrid')
    const [first, second] = await listed()
    await row(kim, `${first} Brandt`).click()
    await record(kim, `${first} Brandt`).waitFor()
    await kim.keyboard.press('l')
    await dialog(`Log an attempt: ${first} Brandt`).waitFor()
    await kim.keyboard.press('Enter')
    await toast(`Call logged: ${first} Brandt`)
    await expect.poll(async () => (await listed())[0]).toBe(second)
    await record(kim, `${first} Brandt`).waitFor()
    await kim.keyboard.press('j')
    await record(kim, `${second} Brandt`).waitFor()
  }, 240_000)

  it('what is being saved stays done on screen while the server still answers as before, and the next lead takes its place', async () => {
    const [name, ...others] = await listed()
    await row(kim, `${name} Brandt`).click()
    await record(kim, `${name} Brandt`).waitFor()
    let save = () => {}
    const held = new Promise<void>((resolve) => {
      save = resolve
    })
    await kim.route(/\/reject$/, async (route) => {
      await held
      await route.continue()
    })
    await kim.keyboard.press('r')
    await dialog(`Reject this lead: ${name} Brandt`).waitFor()
    await kim.keyboard.press('1')
    await kim.keyboard.press('Enter')
    await expect.poll(listed).toEqual(others)
    await Promise.all([
      kim.waitForResponse(/\/handoffs\?.*group=open/),
      kim.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))),
    ])
    await kim.waitForTimeout(500)
    expect(await listed()).toEqual(others)
    await record(kim, `${others[0]} Brandt`).waitFor()
    save()
    await toast(`Rejected: ${name} Brandt`)
    await kim.unroute(/\/reject$/)
    expect(await listed()).toEqual(others)
    await kim.keyboard.press('u')
    await toast(`Taken back: ${name} Brandt`)
    await record(kim, `${name} Brandt`).waitFor()
    await expect.poll(listed).toEqual([name, ...others])
  }, 120_000)

  it('what could not be saved is asked again with what was entered, and says for whom', async () => {
    const [name] = await listed()
    await row(kim, `${name} Brandt`).click()
    await record(kim, `${name} Brandt`).waitFor()
    await kim.context().setOffline(true)
    await kim.keyboard.press('r')
    await dialog(`Reject this lead: ${name} Brandt`).waitFor()
    await kim.keyboard.press('3')
    await kim.getByLabel('Note').fill('The number belongs to somebody else')
    await kim.getByLabel('Note').press('Enter')
    await toast(`Not saved: ${name} Brandt`)
    await dialog(`Reject this lead: ${name} Brandt`).waitFor()
    expect(await choice(/^3/).getAttribute('aria-pressed')).toBe('true')
    expect(await kim.getByLabel('Note').inputValue()).toBe('The number belongs to somebody else')
    await kim.context().setOffline(false)
    await dialog(`Reject this lead: ${name} Brandt`).getByRole('button', { name: 'Reject' }).click()
    await toast(`Rejected: ${name} Brandt`)
  }, 120_000)

  it('a question that lacks something says what, at the field', async () => {
    await row(kim, 'Greta Brandt').click()
    await record(kim, 'Greta Brandt').waitFor()
    await kim.keyboard.press('r')
    await dialog('Reject this lead: Greta Brandt').waitFor()
    await kim.keyboard.press('Enter')
    await kim.getByText('Choose a reason first').waitFor()
    expect(await accessibilityFindings(kim, '[role="dialog"]')).toEqual([])
    await kim.keyboard.press('Escape')
    await kim.keyboard.press('s')
    const wait = dialog('Wait for the customer: Greta Brandt')
    await wait.getByLabel('Or until').fill('2020-01-31T09:00')
    await wait.getByRole('button', { name: 'Wait', exact: true }).click()
    await wait.getByText('Choose a time that is still to come').waitFor()
    await choice(/^1/).click()
    await wait.getByRole('button', { name: 'Wait', exact: true }).click()
    await wait.getByText('Write what the customer said').waitFor()
    await kim.keyboard.press('Escape')
    await wait.waitFor({ state: 'hidden' })
    await kim.keyboard.press('a')
    await toast('Accepted: Greta Brandt')
    await kim.keyboard.press('o')
    const convert = dialog('Convert: Greta Brandt')
    await convert.getByLabel('Expected close').fill('2020-01-31')
    await convert.getByLabel('Amount').fill('a lot')
    await convert.getByRole('button', { name: 'Open the opportunity' }).click()
    await convert.getByText('Choose today or a later day').waitFor()
    await convert.getByText('Write the amount in figures').waitFor()
    await kim.keyboard.press('Escape')
  }, 120_000)

  it('who was disqualified is reopened on the lead page, and the stage history says who did it and why', async () => {
    await record(kim, 'Greta Brandt').waitFor()
    await kim.keyboard.press('x')
    await dialog('Never: Greta Brandt').waitFor()
    await kim.keyboard.press('1')
    await kim.keyboard.press('Enter')
    await toast('Disqualified: Greta Brandt')
    await kim.goto(`${floor.product.url}/leads?search=Greta`)
    await kim.getByRole('link', { name: /Greta Brandt/ }).click()
    await kim.getByRole('button', { name: 'Reopen' }).click()
    await dialog('Reopen this lead: Greta Brandt').waitFor()
    expect(await accessibilityFindings(kim, '[role="dialog"]')).toEqual([])
    await choice(/Ended by mistake/).click()
    await dialog('Reopen this lead: Greta Brandt').getByRole('button', { name: 'Reopen' }).click()
    await toast('Reopened: Inquiry, cycle 2')
    await expect.poll(() => kim.getByRole('button', { name: 'Reopen' }).count()).toBe(0)
    await kim.getByRole('tab', { name: 'Stage history' }).click()
    await kim.getByText('Moved by Kim Larsen').last().waitFor()
    await kim.getByText('Ended by mistake').waitFor()
  }, 120_000)
})
