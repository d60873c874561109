import { sql } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Jobs, startJobs } from '#platform/jobs/index.ts'
import { jobHandlers } from '../../src/app/flow.ts'
import { accessibilityFindings, complaintsOf, openPage } from '../browser.ts'
import { type Sender, senderOf } from '../intake.ts'
import { CHROME, makeForm, type TestForm } from '../trust/forms.ts'
import { accordBesideSite } from './other-site.ts'

/** A form on a page of our own, in a real browser: sent, and the person is there with what they did. */

const { accord, admin, accordUrl, siteUrl, browser, close } = await accordBesideSite(
  ({ pathname }, response) => {
    // as strict as a careful company's own
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src ${accordUrl}; connect-src ${accordUrl}; frame-src ${accordUrl}; form-action ${accordUrl}; img-src 'self'`,
    )
    response.end(pageOf(pathname))
  },
)
let jobs: Jobs
let sender: Sender
let form: TestForm

beforeAll(async () => {
  const { database, dataDir } = accord
  const handlers = jobHandlers({ database, clock: Date.now, uploadDir: dataDir })
  jobs = startJobs({ database, handlers, log: { warn() {}, error() {} }, clock: Date.now, pollMs: 20 })
  sender = await senderOf(accord, admin, 'public')
  form = await makeForm(accord, admin, { consentText: 'You may write to me about this.' })
})

afterAll(async () => {
  await jobs.stop()
  await close()
})

const pageOf = (path: string) => `<!doctype html><html lang="en"><title>Our page</title>
<script async src="${accordUrl}/t.js" data-key="${sender.token}"></script>
<main><h1>Our page</h1>${
  path === '/frame'
    ? `<iframe title="Form" src="${accordUrl}/f/${form.key}" width="600" height="900"></iframe>`
    : path === '/demo'
      ? `<script async src="${accordUrl}/f/${form.key}.js"></script>`
      : '<a href="/demo">Ask for a demo</a>'
}</main></html>`

const rows = async <Row extends Record<string, unknown>>(statement: ReturnType<typeof sql>): Promise<Row[]> =>
  (await accord.database.system((tx) => tx.execute<Row>(statement))).rows as Row[]

async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (let wait = 0; wait < 400; wait++) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('It did not happen within 20 seconds')
}

async function fill(page: Pick<Page, 'getByLabel'>, email: string) {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('First name optional').fill('Ann')
  await page.getByLabel('Company optional').fill('Acme Inc')
}

const personWith = (email: string) =>
  until(
    async () => (await rows<{ id: string }>(sql`select id from person where email_norm = ${email}`))[0]?.id,
  )
const touchesOf = (personId: string) =>
  rows<{ kind: string; channel: string | null; occurred_at: number }>(
    sql`select kind, channel, occurred_at from touch where person_id = ${personId} order by occurred_at`,
  )

describe('a form on a page of our own', () => {
  it('sends a demo request: the person is there, qualified, with the visit that brought them', async () => {
    const page = await openPage(browser, { userAgent: CHROME })
    await page.goto(`${siteUrl}/?utm_source=google&utm_medium=cpc&utm_campaign=Spring`)
    await page.waitForFunction(() => localStorage.getItem('accord_queue') === '[]')
    await page.getByRole('link', { name: 'Ask for a demo' }).click()
    await fill(page, 'ann@acme.test')
    expect(await accessibilityFindings(page, '.accord-form')).toEqual([])
    await page.getByRole('button', { name: 'Request a demo' }).click()
    await page.getByText('Tick this to go on.').waitFor()
    await page.getByLabel('You may write to me about this.').check()
    await page.waitForTimeout(3_000)
    await page.getByRole('button', { name: 'Request a demo' }).click()
    await page.getByText('Thank you. We will be in touch.').waitFor()
    const personId = await personWith('ann@acme.test')
    const stage = await until(
      async () =>
        (
          await rows<{ stage: string }>(
            sql`select stage from lead where person_id = ${personId} and stage = 'mql'`,
          )
        )[0]?.stage,
    )
    expect(stage).toBe('mql')
    const touches = await touchesOf(personId)
    expect(touches.map(({ kind }) => kind)).toEqual(['page_view', 'page_view', 'demo_request'])
    expect(touches.map(({ channel }) => channel)).toEqual(['Paid search', null, 'Paid search'])
    const [person] = await rows<{ first_name: string; account: string }>(sql`
      select p.first_name, a.name as account from person p join account a on a.workspace_id = p.workspace_id and a.id = p.account_id
      where p.id = ${personId}`)
    expect(person).toEqual({ first_name: 'Ann', account: 'Acme Inc' })
    expect(complaintsOf(page).filter((line) => !/favicon|422/.test(line))).toEqual([])
    await page.context().close()
  }, 60_000)

  it('works in a frame', async () => {
    const page = await openPage(browser, { userAgent: CHROME })
    await page.goto(`${siteUrl}/frame`)
    const frame = page.frameLocator('iframe')
    await fill(frame, 'bob@acme.test')
    await frame.getByLabel('You may write to me about this.').check()
    await page.waitForTimeout(3_000)
    await frame.getByRole('button', { name: 'Request a demo' }).click()
    await frame.getByText('Thank you. We will be in touch.').waitFor()
    const personId = await personWith('bob@acme.test')
    await until(async () => ((await touchesOf(personId)).length === 1 ? true : undefined))
    expect(complaintsOf(page).filter((line) => !line.includes('favicon'))).toEqual([])
    await page.context().close()
  }, 60_000)

  it.each([
    ['light', 1440],
    ['dark', 390],
  ] as const)(
    'works with JavaScript switched off, in %s and at %d pixels: thanked, and held',
    async (theme, width) => {
      const page = await openPage(browser, { theme, width, userAgent: CHROME })
      await page.goto(`${accordUrl}/f/${form.key}`)
      expect(await accessibilityFindings(page)).toEqual([])
      await page.context().close()
      const plain = await openPage(browser, { theme, width, userAgent: CHROME, javaScriptEnabled: false })
      await plain.goto(`${accordUrl}/f/${form.key}`)
      await fill(plain, `${theme}@acme.test`)
      await plain.getByRole('button', { name: 'Request a demo' }).click()
      await plain.getByText('Tick this to go on.').waitFor()
      expect(await plain.getByLabel('E-mail').inputValue()).toBe(`${theme}@acme.test`)
      await plain.getByLabel('You may write to me about this.').check()
      await plain.getByRole('button', { name: 'Request a demo' }).click()
      await plain.getByText('Thank you. We will be in touch.').waitFor()
      const [held] = await rows<{ signs: string[]; consent_text: string }>(
        sql`select signs, consent_text from form_submission where email = ${`${theme}@acme.test`}`,
      )
      expect(held!.signs).toContain('no_proof')
      expect(held!.consent_text).toBe('You may write to me about this.')
      if (process.env.PICTURES)
        await plain.screenshot({ path: `${process.env.PICTURES}/thanks-${theme}.png` })
      await plain.context().close()
    },
    60_000,
  )
})
