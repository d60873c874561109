/**
 * `npm run screenshots`: the main pages on the sample company, light and dark, wide and as a phone shows them, into
 * docs/guide/images/. The sample company tells the same story each time, so that pictures change only when a page does.
 */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { launchBrowser, openPage } from '../test/browser.ts'
import { launchProduct } from '../test/journeys/launch.ts'
import { loadSampleCompany, setUpWorkspace } from '../test/journeys/steps.ts'

const folder = fileURLToPath(new URL('../docs/guide/images', import.meta.url))

/** Address and what must be there before the picture is taken. */
const PAGES: Record<string, (page: Page, url: string) => Promise<void>> = {
  dashboard: async (page, url) => {
    await page.goto(url)
    await page.getByRole('region', { name: 'Funnel' }).waitFor()
  },
  figure: async (page, url) => {
    await page.goto(`${url}/?figure=stage_conversion&stage=inquiry`)
    await page.getByRole('dialog').getByRole('row').nth(1).waitFor()
  },
  leads: async (page, url) => {
    await page.goto(`${url}/leads`)
    await page.getByText('Engagement').first().waitFor()
  },
  lead: async (page, url) => {
    await page.goto(`${url}/leads`)
    await page.locator('a[href^="/leads/"]').first().click()
    await page.waitForURL(/\/leads\/[0-9a-f-]{36}/)
  },
  agreement: (page, url) => page.goto(`${url}/agreement`).then(() => {}),
  lexicon: (page, url) => page.goto(`${url}/lexicon`).then(() => {}),
  imports: (page, url) => page.goto(`${url}/imports`).then(() => {}),
  opportunities: (page, url) => page.goto(`${url}/opportunities`).then(() => {}),
}

mkdirSync(folder, { recursive: true })
const product = await launchProduct()
const browser = await launchBrowser()
try {
  const first = await openPage(browser)
  await setUpWorkspace(first, product.url)
  await loadSampleCompany(first)
  const storageState = await first.context().storageState()
  for (const theme of ['light', 'dark'] as const) {
    for (const width of [1440, 390]) {
      const page = await openPage(browser, { theme, width, height: width === 390 ? 844 : 900, storageState })
      for (const [name, open] of Object.entries(PAGES)) {
        await open(page, product.url)
        await page.waitForLoadState('networkidle')
        await page.screenshot({ path: `${folder}/${name}-${width}-${theme}.png` })
      }
      await page.context().close()
    }
  }
} finally {
  await browser.close()
  await product.stop()
}
