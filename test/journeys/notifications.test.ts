import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFindings, complaintsOf, launchBrowser, openPage } from '../browser.ts'
import { type Receiver, startReceiver } from '../receiver.ts'
import { launchProduct, type RunningProduct } from './launch.ts'
import { setUpWorkspace } from './steps.ts'

/** A webhook whose receiver is gone: the administrator sees it on the screen without doing anything, and mends it. */

let product: RunningProduct
let browser: Browser
let receiver: Receiver
let page: Page

beforeAll(async () => {
  receiver = await startReceiver()
  product = await launchProduct({ OUTBOUND_ALLOW: receiver.host })
  browser = await launchBrowser()
  page = await openPage(browser)
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await product?.stop()
  await receiver?.close()
})

describe('notifications on the screen', () => {
  it('a webhook is added, its secret is shown once, and a test event arrives signed', async () => {
    await setUpWorkspace(page, product.url)
    await page.goto(`${product.url}/settings/webhooks`)
    await page.getByRole('button', { name: 'New webhook' }).first().click()
    await page.getByLabel('Address').fill('http://169.254.169.254/latest')
    await page.getByRole('button', { name: 'Add the webhook' }).click()
    await page.getByText('leads into a private network').waitFor()
    await page.getByLabel('Address').fill(receiver.url)
    await page.getByRole('button', { name: 'Add the webhook' }).click()
    await page.getByText(/whsec_/).waitFor()
    await page.keyboard.press('Escape')
    await page.getByText(receiver.url).first().click()
    await page.getByRole('button', { name: 'Send a test event' }).click()
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(1)
    await page.getByRole('region', { name: 'Log' }).getByText('webhook.test').first().waitFor()
    expect(receiver.received[0]!.headers['webhook-signature']).toMatch(/^v1,/)
    expect(await page.getByText(/whsec_/).count()).toBe(0)
  }, 60_000)

  it('a notification appears without loading the page anew, in another tab too', async () => {
    const tab = await page.context().newPage()
    await tab.goto(`${product.url}/leads`)
    await tab.getByRole('button', { name: 'Notifications', exact: true }).waitFor()
    receiver.answer = (_, response) => void response.writeHead(410).end()
    await page.getByRole('button', { name: 'Send a test event' }).click()
    await page.getByText('Switched off').first().waitFor()
    await page.keyboard.press('Escape')
    for (const one of [page, tab])
      await one
        .getByRole('button', { name: 'Notifications, 1 unread' })
        .waitFor({ state: 'attached', timeout: 10_000 })
    await tab.getByRole('button', { name: 'Notifications, 1 unread' }).click()
    await tab.getByRole('link', { name: /was switched off/ }).click()
    await tab.waitForURL(/settings\/webhooks\?endpoint=/)
    await tab.getByRole('dialog').getByRole('region', { name: 'Log' }).waitFor()
    await tab.keyboard.press('Escape')
    await tab.getByRole('button', { name: 'Notifications', exact: true }).waitFor()
    await tab.close()
  }, 60_000)

  it('preferences are kept, and say that this installation sends no e-mail', async () => {
    await page.goto(`${product.url}/settings/notifications`)
    await page.getByText('This installation sends no e-mail').waitFor()
    await page.getByRole('switch', { name: 'Quiet hours' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Hours changed').waitFor()
    await page.reload()
    await expect.poll(() => page.getByLabel('From').inputValue()).toBe('19:00')
  }, 30_000)

  it('the pages are sound for readers of the screen, in light and dark', async () => {
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme })
      for (const path of [
        '/notifications',
        '/settings/notifications',
        '/settings/webhooks',
        '/settings/chat',
      ]) {
        await page.goto(`${product.url}${path}`)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' })
        expect(await accessibilityFindings(page), `${path} ${theme}`).toEqual([])
      }
    }
    expect(complaintsOf(page).filter((one) => !one.includes('422'))).toEqual([])
  }, 120_000)
})
