import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityFindings, complaintsOf, launchBrowser, openPage } from '#test/browser.ts'
import { type BuiltWeb, buildWeb } from '#test/built-web.ts'

let web: BuiltWeb
let browser: Browser
let folder: string

/** Nothing to look at: what others are made of, and what stands around a page. */
const IN_OTHERS = ['Anchor', 'Skeleton', 'UiProvider']

/** Set KIT_SHOTS to a folder to keep the pictures. */
const shots = process.env.KIT_SHOTS

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accord-web-'))
  web = await buildWeb(folder)
  browser = await launchBrowser()
  if (shots) await mkdir(shots, { recursive: true })
})

afterAll(async () => {
  await browser?.close()
  await web?.close()
  await rm(folder, { recursive: true, force: true })
})

async function openKit(options: Parameters<typeof openPage>[1]): Promise<Page> {
  const page = await openPage(browser, options)
  await page.goto(`${web.url}/dev/kit`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.evaluate(() => document.fonts.ready)
  return page
}

describe('the build', () => {
  test('the first route needs at most 260 KB of JavaScript, gzipped', async () => {
    expect(await web.firstRouteBytes('home-page.tsx')).toBeLessThanOrEqual(260_000)
  })

  test('the page carries no inline script and no inline style', async () => {
    const html = await (await fetch(web.url)).text()
    expect(html).not.toMatch(/<style|style="|<script(?![^>]*\ssrc=)/)
  })
})

test('the kit shows every part that pages may use', async () => {
  const sources = ['charts', 'controls', 'display', 'tables', 'specimen', 'kit-page'].map(
    (name) => `src/web/kit/${name}.tsx`,
  )
  const shown = (await Promise.all(sources.map((file) => readFile(file, 'utf8')))).join('')
  const face = await readFile('src/platform/ui/index.ts', 'utf8')
  const exported = [...face.matchAll(/export \{([^}]*)\}/g)].flatMap(([, names]) => names!.split(','))
  const parts = exported.map((name) => name.trim()).filter((name) => /^[A-Z][a-z]/.test(name))
  const missing = parts.filter((name) => !IN_OTHERS.includes(name) && !shown.includes(`<${name}`))
  expect(parts.length).toBeGreaterThan(60)
  expect(missing).toEqual([])
})

describe('the design system in a real browser', () => {
  for (const theme of ['light', 'dark'] as const) {
    for (const width of [1440, 390]) {
      test(`${theme} at ${width} pixels: axe finds nothing, nothing is blocked, nothing sticks out`, async () => {
        const page = await openKit({ theme, width })
        expect(await accessibilityFindings(page)).toEqual([])
        expect(complaintsOf(page)).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
        const picture = await page.screenshot({
          fullPage: true,
          ...(shots && { path: join(shots, `kit-${theme}-${width}.png`) }),
        })
        // a blank page of this height compresses to a few kilobytes
        expect(picture.byteLength).toBeGreaterThan(100_000)
        await page.context().close()
      })
    }
  }

  test('what stands in a bar of filters never lies over another on a phone', async () => {
    const page = await openKit({ width: 390 })
    const boxOf = async (name: string) =>
      (await page.getByRole('button', { name, exact: true }).last().boundingBox())!
    const first = await boxOf('Last 12 months')
    const filters = await boxOf('Filters')
    const compare = (await page.getByText('Compare with the period before').boundingBox())!
    expect(first.x + first.width).toBeLessThanOrEqual(filters.x)
    expect(filters.x + filters.width).toBeLessThanOrEqual(390)
    expect(compare.y).toBeGreaterThanOrEqual(first.y + first.height)
    await page.context().close()
  })

  test('both themes paint their own colours', async () => {
    const page = await openKit({ theme: 'light' })
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await ground()
    await page.getByRole('button', { name: 'Dark', exact: true }).click()
    await expect.poll(ground).not.toBe(light)
    await page.reload()
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    await page.context().close()
  })

  test('j, k and Enter walk a table, and a list of 5,000 rows only draws what is seen', async () => {
    const page = await openKit({})
    const many = page.getByRole('table', { name: 'Many leads' })
    expect(await many.locator('tbody tr').count()).toBeLessThan(60)
    await many.locator('tbody tr[data-row="0"]').focus()
    await page.keyboard.press('End')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-row')))
      .toBe('4999')
    await page.keyboard.press('k')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-row')))
      .toBe('4998')
    await page.keyboard.press('Enter')
    await expect.poll(() => new URL(page.url()).pathname).toBe('/leads/4998')
    await page.context().close()
  })

  test('a header sorts, first largest then smallest, says so, and keeps it in the address', async () => {
    const page = await openKit({})
    await page.goto(`${web.url}/dev/kit?kept=1`)
    const table = page.getByRole('table', { name: 'Leads', exact: true })
    const fits = () => table.locator('tbody td:nth-child(5)').allInnerTexts()
    await table.getByRole('button', { name: 'Fit' }).click()
    expect(await fits()).toEqual(['85', '74', '48', '37', '11', '0'])
    expect(await table.locator('th').nth(4).getAttribute('aria-sort')).toBe('descending')
    await table.getByRole('button', { name: 'Fit' }).click()
    expect(await fits()).toEqual(['0', '11', '37', '48', '74', '85'])
    expect(new URL(page.url()).search).toBe('?kept=1&sort=fit')
    await page.reload()
    await expect.poll(fits).toEqual(['0', '11', '37', '48', '74', '85'])
    await page.context().close()
  })

  test('the CSV has the rows in the order shown, money with its currency and instants with their zone', async () => {
    const page = await openKit({})
    await page
      .getByRole('table', { name: 'Leads', exact: true })
      .getByRole('button', { name: 'Open amount' })
      .click()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export CSV' }).first().click()
    const [header, first, ...others] = (await readFile(await (await saved).path(), 'utf8'))
      .trim()
      .split('\r\n')
    expect(header).toBe(
      'Person,Account,Stage,Owner,Fit,Engagement,Open amount,Open amount currency,Last touch',
    )
    expect(first).toBe('Tom Becker,Contoso,SAL,sales,85,25,39595,EUR,2026-11-22T04:32:25.000Z')
    expect(others.map((line) => line.split(',').slice(6, 8).join(' '))).toEqual([
      '31676 EUR',
      '15838 EUR',
      '7919 EUR',
      ' ',
      ' ',
    ])
    await page.context().close()
  })

  test('a term shows its definition on focus and on hover', async () => {
    const page = await openKit({})
    const term = page.getByRole('button', { name: 'qualification rule' })
    await term.focus()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    await expect
      .poll(() => page.getByText('The expression that turns an inquiry into an MQL.').count())
      .toBe(1)
    await page.context().close()
  })

  test('dialogs, menus, selects and toasts stay accessible and within the policy while open', async () => {
    const page = await openKit({ theme: 'dark' })
    const openers = [
      { role: 'dialog', by: page.getByRole('button', { name: 'Dialog', exact: true }) },
      { role: 'dialog', by: page.getByRole('button', { name: 'Drawer', exact: true }) },
      { role: 'menu', by: page.getByRole('button', { name: 'Menu', exact: true }) },
      { role: 'dialog', by: page.getByRole('button', { name: 'Popover', exact: true }) },
      { role: 'dialog', by: page.getByRole('button', { name: 'Last 90 days' }) },
      { role: 'listbox', by: page.getByRole('combobox', { name: 'Stage', exact: true }).first() },
      { role: 'listbox', by: page.getByRole('combobox', { name: 'Campaign', exact: true }) },
    ]
    for (const { role, by } of openers) {
      await by.click()
      const popup = page.locator(`[role="${role}"]:visible`)
      await popup.waitFor()
      expect(
        await accessibilityFindings(page, `[role="${role}"][data-open], [data-open] [role="${role}"]`),
      ).toEqual([])
      await page.keyboard.press('Escape')
      await popup.waitFor({ state: 'hidden' })
    }
    await page.getByRole('button', { name: 'Toast with undo' }).click()
    await page.getByRole('button', { name: 'Undo', exact: true }).waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
    expect(complaintsOf(page)).toEqual([])
    await page.context().close()
  })

  test('arrow keys walk the points of a trend and read each one out', async () => {
    const page = await openKit({})
    const chart = page.getByLabel(/^New MQLs a month: /)
    await chart.locator('[data-mark]').last().focus()
    await page.keyboard.press('ArrowLeft')
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    expect(label).toBe('Oct 2026: Sent by marketing 190, Accepted by sales 126')
    await page.context().close()
  })
})
