import type { Page } from 'playwright-core'
import { SETUP_TOKEN } from './launch.ts'

/** What people do on the screens, in the words of the screens. */

export async function setUpWorkspace(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/setup#${SETUP_TOKEN}`)
  await page.getByLabel('Your name').fill('Ada Admin')
  await page.getByLabel('E-mail').fill('ada@company.test')
  await page.getByLabel('Password').fill('seven lanterns over quiet harbours')
  await page.getByLabel('Workspace').fill('Test company')
  await page.getByRole('button', { name: 'Create the workspace' }).click()
  await page.getByRole('navigation').first().waitFor()
}

/** From the first-run page; ends when the dashboard of the sample company shows its funnel. */
export async function loadSampleCompany(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /sample company/i })
    .first()
    .click()
  await page.getByRole('region', { name: 'Funnel' }).waitFor({ timeout: 240_000 })
}
