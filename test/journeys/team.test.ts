import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { DAY } from '#platform/kernel/instant.ts'
import { accessibilityFindings, complaintsOf } from '../browser.ts'
import { asPerson, openSalesFloor, type SalesFloor } from './sales-floor.ts'

const LEAKED = ['Selma', 'Tilda']
const LEADS = ['Greta', 'Hanna', 'Ingrid', 'Jonas']

/** A manager gives work to others: some rows picked, one seller named, and the page says who has them now. */
describe('giving hand-offs to somebody else', () => {
  let floor: SalesFloor
  let ada: Page

  const lineOf = (name: string) => ada.getByRole('row').filter({ hasText: `${name} Brandt` })
  const box = (name: string) => ada.getByRole('checkbox', { name: `Choose ${name} Brandt` })

  /** Answers the question whom to give it to. */
  async function giveTo(seller: string): Promise<void> {
    const dialog = ada.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Seller' }).pressSequentially(seller.split(' ')[0]!)
    await ada.getByRole('option', { name: seller }).waitFor()
    await ada.keyboard.press('Enter')
    await dialog.getByRole('button', { name: `To ${seller}` }).click()
  }

  /** With whom each open hand-off stands, by first name. */
  async function sellers(): Promise<Record<string, string>> {
    const { items } = (await asPerson(ada, '/handoffs?view=all')) as {
      items: { personName: string; sellerName: string | null }[]
    }
    return Object.fromEntries(items.map((one) => [one.personName.split(' ')[0], one.sellerName ?? 'nobody']))
  }

  beforeAll(async () => {
    floor = await openSalesFloor('Kim Larsen', 'Cole Hartigan')
    ada = floor.ada
    // asked before the workspace went live, and nobody was asked to answer
    for (const name of LEAKED) await floor.asksForDemo(name, new Date(Date.now() - 30 * DAY).toISOString())
    for (const name of LEADS) await floor.asksForDemo(name)
    await vi.waitFor(async () => expect(Object.keys(await sellers()).sort()).toEqual(LEADS), {
      timeout: 60_000,
    })
    await ada.goto(`${floor.product.url}/handoffs/team`)
    await lineOf('Greta').waitFor()
  }, 300_000)
  afterAll(() => floor?.browser.close())

  it('a click on the box of a row ticks that row and opens nothing', async () => {
    await box('Greta').click()
    expect(await box('Greta').isChecked()).toBe(true)
    expect(await box('Hanna').isChecked()).toBe(false)
    expect(new URL(ada.url()).pathname).toBe('/handoffs/team')
  })

  it('so does the Space key, and once more takes it back', async () => {
    await box('Hanna').focus()
    await ada.keyboard.press('Space')
    expect(await box('Hanna').isChecked()).toBe(true)
    await ada.keyboard.press('Space')
    expect(await box('Hanna').isChecked()).toBe(false)
    expect(new URL(ada.url()).pathname).toBe('/handoffs/team')
    await ada.getByRole('button', { name: 'Reassign 1' }).waitFor()
  })

  it('what was ticked is reassigned, and nothing else', async () => {
    const before = await sellers()
    const other = before.Greta === 'Cole Hartigan' ? 'Kim Larsen' : 'Cole Hartigan'
    await ada.getByRole('button', { name: 'Reassign 1' }).click()
    await giveTo(other)
    await ada.getByText(`1 lead now with ${other}`).waitFor()
    await expect.poll(sellers).toEqual({ ...before, Greta: other })
  })

  it('on the page of leaks a box ticks its row too, by mouse and by Space, and that one is routed', async () => {
    await ada.goto(`${floor.product.url}/leaks`)
    const box = (name: string) => ada.getByRole('checkbox', { name: `Choose ${name} Brandt` })
    await box('Selma').click()
    await box('Tilda').focus()
    await ada.keyboard.press('Space')
    expect(await box('Selma').isChecked()).toBe(true)
    expect(await box('Tilda').isChecked()).toBe(true)
    await box('Tilda').click()
    expect(new URL(ada.url()).pathname).toBe('/leaks')
    const before = await sellers()
    await ada.getByRole('button', { name: 'Route 1', exact: true }).click()
    await giveTo('Cole Hartigan')
    await ada.getByText('1 lead now with Cole Hartigan').waitFor()
    await expect.poll(sellers).toEqual({ ...before, Selma: 'Cole Hartigan' })
  })

  it('a lead that leaks is routed after a question that says what follows, and the page says who has it', async () => {
    await ada.getByRole('button', { name: 'Route: Tilda Brandt' }).click()
    const dialog = ada.getByRole('dialog', { name: 'Route: one person' })
    await dialog.getByText('it cannot be undone', { exact: false }).waitFor()
    expect((await sellers()).Tilda).toBeUndefined()
    await dialog.getByRole('button', { name: 'By the rules' }).click()
    await expect.poll(async () => (await sellers()).Tilda).toBeDefined()
    await ada
      .getByText(`1 lead now with ${(await sellers()).Tilda}`)
      .first()
      .waitFor()
  })

  it('a seller whose work all went to somebody else still filters the list, which says so and shows all again', async () => {
    await ada.goto(`${floor.product.url}/handoffs/team`)
    await ada.getByRole('row').filter({ hasText: 'Inbound' }).filter({ hasText: 'Kim Larsen' }).click()
    await ada.getByRole('button', { name: /not only Kim Larsen/ }).waitFor()
    const kims = Object.values(await sellers()).filter((name) => name === 'Kim Larsen').length
    await expect.poll(() => ada.getByRole('checkbox', { name: /^Choose \w+ Brandt/ }).count()).toBe(kims)
    await ada.getByRole('checkbox', { name: 'Choose all' }).click()
    await ada.getByRole('button', { name: `Reassign ${kims}` }).click()
    await ada.getByRole('dialog').getByText('It cannot be undone', { exact: false }).waitFor()
    await giveTo('Cole Hartigan')
    await ada
      .getByText(`${kims} lead${kims === 1 ? '' : 's'} now with Cole Hartigan`)
      .first()
      .waitFor()
    await ada.getByText('Nothing is open with Kim Larsen').waitFor()
    expect(await accessibilityFindings(ada)).toEqual([])
    await ada.getByRole('button', { name: 'Show all sellers', exact: true }).click()
    await expect.poll(() => ada.getByRole('checkbox', { name: /^Choose \w+ Brandt/ }).count()).toBe(6)
  })

  it('whom to give it to is asked for at the field when nobody is chosen', async () => {
    await box('Greta').click()
    await ada.getByRole('button', { name: 'Reassign 1' }).click()
    const dialog = ada.getByRole('dialog')
    await dialog.getByRole('button', { name: 'To this seller' }).click()
    await dialog.getByText('Choose a seller first').waitFor()
    await ada.keyboard.press('Escape')
  })

  it('nothing the manager opened was blocked or threw', () => {
    expect(complaintsOf(ada)).toEqual([])
  })
})
