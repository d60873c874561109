import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { CDPSession, Page } from 'playwright-core'
import { PERMISSIONS } from '../src/workspace/access/rules/permissions.ts'
import { launchBrowser, openPage } from '../test/browser.ts'
import { type BuiltWeb, buildWeb } from '../test/built-web.ts'
import { handOffInFull, handOffItem } from '../test/factories/hand-off-answers.ts'
import { type BenchRow, runAsProgram } from './report.ts'

/**
 * Script time of the inbox with 1,000 hand-offs, from the arrival of the answers to the drawn list, beside the same page with ten of
 * them. The page is the built one in Chromium; its answers are made up, so that only the page is measured.
 */
const MANY = 1_000
const FEW = 10
const PIECE = 500
const ROUNDS = 11
const MOST_MS = 100

export async function run(): Promise<BenchRow[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'accord-bench-inbox-'))
  const web = await buildWeb(folder)
  const browser = await launchBrowser()
  try {
    const times: Record<number, number[]> = { [FEW]: [], [MANY]: [] }
    // in turns, so that noise of the machine hits both alike; the first two warm up
    for (let round = -2; round < ROUNDS; round += 1) {
      for (const count of [FEW, MANY]) {
        const page = await openPage(browser)
        const spent = await scriptOf(page, web, count)
        if (round >= 0) times[count]!.push(spent)
        await page.context().close()
      }
    }
    const [few, many] = [FEW, MANY].map((count) => times[count]!.sort((a, b) => a - b))
    const [peer, value] = [middle(few!), middle(many!)]
    const noise = { min: many![0]!, median: value, max: many!.at(-1)!, rounds: ROUNDS }
    return [
      {
        ...{ name: 'Inbox, script to draw 1,000 hand-offs', value, unit: 'ms', noise },
        ...{
          peer: MOST_MS,
          peerName: 'asked: at most',
          ratio: value / MOST_MS,
          bound: { at: 'most', ratio: 1 },
        },
      },
      {
        ...{ name: 'Inbox, 1,000 hand-offs beside 10', value, unit: 'ms', noise },
        ...{ peer, peerName: '10 hand-offs', ratio: value / peer },
      },
    ]
  } finally {
    await browser.close()
    await web.close()
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

const middle = (sorted: number[]) => sorted[sorted.length >> 1]!

/** Script time in ms from the moment the list's answers are let through until the last of them is known to the page and drawn. */
async function scriptOf(page: Page, web: BuiltWeb, count: number): Promise<number> {
  let letThrough = () => {}
  const held = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await answer(page, count, held)
  await page.goto(`${web.url}/handoffs`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('domcontentloaded')
  await page.waitForTimeout(300)
  const session = await page.context().newCDPSession(page)
  // time of the thread alone, not what other work on the machine takes from it
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const before = await scriptSeconds(session)
  letThrough()
  await page.locator('[data-inbox-list] li').first().waitFor()
  const whole = page.locator(`[data-inbox-list] li[aria-setsize="${count}"]`).first()
  // the rest is asked for when the end comes into sight
  while ((await whole.count()) === 0) {
    await page.locator('[data-inbox-list]').evaluate((area) => area.scrollTo(0, area.scrollHeight))
    await page.waitForTimeout(30)
  }
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  return ((await scriptSeconds(session)) - before) * 1_000
}

async function scriptSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'ScriptDuration')!.value
}

async function answer(page: Page, count: number, held: Promise<void>): Promise<void> {
  const now = Date.now()
  const items = Array.from({ length: count }, (_, n) => handOffItem(n, now))
  await page.route('**/api/**', async (route) => {
    const { pathname, searchParams } = new URL(route.request().url())
    if (pathname === '/api/handoffs') {
      await held
      const from = Number(searchParams.get('cursor') ?? 0)
      const next = from + PIECE < count ? String(from + PIECE) : null
      return route.fulfill({ json: { items: items.slice(from, from + PIECE), nextCursor: next } })
    }
    const known = ANSWERS[pathname] ?? (pathname.startsWith('/api/handoffs/') ? handOffInFull(0, now) : null)
    return known ? route.fulfill({ json: known }) : route.fulfill({ status: 404, json: NOT_HERE })
  })
}

const NOT_HERE = { code: 'record.not_found', title: 'There is no such record', status: 404 }
const WORKSPACE = {
  ...{ id: '01900009-0000-7000-8000-000000000001', name: 'Bench', slug: 'bench', kind: 'real' },
  ...{ role: 'administrator', timeZone: 'UTC', currency: 'EUR' },
}
const ANSWERS: Record<string, unknown> = {
  '/api/session': {
    user: { id: '01900009-0000-7000-8000-000000000002', name: 'Rita Blum', email: 'rita@company.test' },
    workspace: WORKSPACE,
    workspaces: [WORKSPACE],
    permissions: Object.keys(PERMISSIONS),
  },
  '/api/handoffs/counts': {
    ...{ offered: 700, working: 250, paused: 50, overdue: 40, closed: 90, unassigned: 0, manages: 0 },
    ...{ sellerId: '01900004-0000-7000-8000-000000000001', liveSince: '2026-01-01T00:00:00.000Z' },
  },
}

await runAsProgram(import.meta.url, run)
