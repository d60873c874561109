import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditCommand } from '../../src/app/audit/index.ts'
import { writeSampleFolder } from '../../src/app/demo/index.ts'
import { accessibilityFindings, complaintsOf, launchBrowser, openPage } from '../browser.ts'

/** The HTML report in a real browser: it reads on a desk, on a phone, in the dark and on paper. */
describe('the audit report as a page', () => {
  let dir = ''
  let address = ''
  let browser: Browser

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'accord-report-'))
    await writeSampleFolder(dir, 7, { endsOn: '2026-07-01', scale: 0.1 })
    const out = join(dir, 'report.html')
    const quiet = {
      stdout() {},
      stderr() {},
      isTerminal: false,
      showsProgress: false,
      now: Date.UTC(2026, 6, 1),
    }
    const agreement = [join(dir, 'agreement-1.yaml'), join(dir, 'agreement-2.yaml')]
    expect(await auditCommand(dir, { agreement, out }, quiet)).toBe(0)
    address = pathToFileURL(out).href
    browser = await launchBrowser()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await rm(dir, { recursive: true, force: true })
  })

  it.each([
    [1440, 'light'],
    [1440, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('reads at %i pixels in the %s, without sideways scrolling', async (width, theme) => {
    const page = await openPage(browser, { width, theme })
    await page.goto(address)
    expect(await accessibilityFindings(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
    for (const title of ['Deals', 'Funnel', 'Response times', 'Attribution', 'Leaks', 'Data trust'])
      expect(await page.getByRole('heading', { name: title, exact: true }).isVisible(), title).toBe(true)
    expect(complaintsOf(page)).toEqual([])
    await page.context().close()
  })

  it('needs nothing but itself: no request leaves the page', async () => {
    const page = await openPage(browser)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(address)
    expect(asked).toEqual([address])
    await page.context().close()
  })

  it('prints on A4 with tables as tables', async () => {
    const page = await openPage(browser, { width: 690 })
    await page.goto(address)
    await page.emulateMedia({ media: 'print' })
    const heads = await page.locator('table thead').count()
    expect(heads).toBeGreaterThan(5)
    expect(
      await page
        .locator('section table thead')
        .first()
        .evaluate((head) => getComputedStyle(head).display),
    ).toBe('table-header-group')
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length ?? 0
    expect(pages).toBeGreaterThan(2)
    expect(pages).toBeLessThan(12)
    await page.context().close()
  })
})
