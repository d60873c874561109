import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen } from '#platform/http/server.ts'
import { auditCommand } from '../../src/app/audit/index.ts'
import { PAGES } from '../../src/web/pages.ts'
import { complaintsOf, launchBrowser, openPage } from '../browser.ts'
import { dangerous } from '../formulas.ts'
import { buildOnce, freePort } from '../journeys/launch.ts'
import { send } from './calls.ts'
import { tablesOf } from './digest.ts'
import { exampleOf } from './examples.ts'
import { HOSTILE, SIGNS_OF_HARM } from './hostile-text.ts'
import { fillWithHostileText, operationsWithExample } from './hostile-world.ts'
import { buildHome, type Side } from './world.ts'

/** T-17: hostile text through every field, then every page, export and agents' answer: nothing runs, nothing breaks. */

const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

let side: Side
let url = ''
let browser: Browser
let page: Page
let close: () => Promise<void>

beforeAll(async () => {
  await buildOnce()
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  side = await buildHome({
    webDir: 'dist/web',
    at: Date.now(),
    env: { PORT: String(port), BASE_URL: url },
    lint: false,
  })
  await fillWithHostileText(side)
  const listening = await listen(side.accord.app, { host: '127.0.0.1', port })
  close = listening.close
  browser = await launchBrowser()
  page = await openPage(browser)
  page.on('dialog', (dialog) => void dialog.dismiss().finally(() => harm.push(`dialog: ${dialog.message()}`)))
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:image/'))
      harm.push(`asked ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) harm.push(`${response.status()} ${response.url().replace(url, '')}`)
  })
  await page.addInitScript(() => {
    const here = window as unknown as { __refused: string[] }
    here.__refused = []
    document.addEventListener('securitypolicyviolation', (event) => {
      // zod tries once whether it may compile code, and goes on without.
      if (event.blockedURI !== 'eval')
        here.__refused.push(`refused ${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  const [name, value] = side.admin.cookie.split('=') as [string, string]
  await page.context().addCookies([{ name, value: decodeURIComponent(value), url }])
}, 400_000)
afterAll(async () => {
  await browser?.close()
  await close?.()
})

/** What happened since it was last looked at. */
const harm: string[] = []
let heard = 0

/** The pages with an id in their address, for some records each. */
async function addressesOf(path: string): Promise<string[]> {
  const parameter = /\$(\w+?)(?:Id)?(?=\/|$)/.exec(path)?.[1]
  if (parameter === undefined) return [path]
  const wanted = parameter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const known = await tablesOf(side.accord.database)
  const tables = known.map((table) => table.name)
  const table =
    { import: 'import_run' }[wanted] ??
    tables.find((name) => name === wanted) ??
    tables.find((name) => name.endsWith(`_${wanted}`))
  if (!table) throw new Error(`${path}: say in xss-render.test.ts which table its records stand in`)
  const merges = known.some(
    ({ name, columns }) => name === table && columns.some((column) => column.name === 'merged_into_id'),
  )
  const present = merges ? sql`and merged_into_id is null` : sql``
  const { rows } = await side.accord.database.system((tx) =>
    tx.execute<{ id: string }>(
      sql`select id from ${sql.identifier(table)} where workspace_id = ${side.workspaceId} ${present} order by id desc limit 3`,
    ),
  )
  return rows.map(({ id }) => path.replace(/\$\w+/, id))
}

async function expectHarmless(what: string): Promise<void> {
  const signs = (await page.evaluate(SIGNS_OF_HARM)) as string[]
  const complaints = complaintsOf(page).slice(heard)
  heard += complaints.length
  expect([...signs, ...harm.splice(0), ...complaints], what).toEqual([])
}

/** Addresses of pages, `$` standing for one part. */
const LEADS_TO = [...Object.keys(PAGES.inside), ...Object.keys(PAGES.outside)].map(
  (path) => new RegExp(`^${path.replace(/\$\w+/g, '[^/]+')}/?$`),
)

/** Links of the page that lead to no page, and to nothing the server answers. */
async function brokenLinks(): Promise<string[]> {
  const paths = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('a[href^="/"]')].map((link) => link.pathname),
  )
  const served = (path: string) => /^\/(api|f|t\.js)(\/|$)/.test(path)
  return [...new Set(paths)].filter((path) => !served(path) && !LEADS_TO.some((known) => known.test(path)))
}

async function open(address: string): Promise<void> {
  await page.goto(`${url}${address}`, { waitUntil: 'load' })
  await page.locator('main').first().waitFor()
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => {})
}

describe('hostile text in every field', () => {
  it.each(Object.keys(PAGES.inside))('%s shows it as text', async (path) => {
    for (const address of await addressesOf(path)) {
      await open(address)
      await expectHarmless(address)
      expect(await brokenLinks(), `links of ${address}`).toEqual([])
      await openWhatOpens()
      await expectHarmless(`${address}, everything opened`)
      await page.setViewportSize(PHONE)
      await expectHarmless(`${address} on a phone`)
      await page.setViewportSize(DESK)
    }
  })

  it.each([
    '/?figure=win_rate',
    '/leads?search=%3Cscript%3E',
    '/opportunities?search=%22onmouseover%3D1',
    '/handoffs?view=%3Cimg%3E',
  ])('%s takes hostile addresses', async (address) => {
    await open(address)
    await expectHarmless(address)
  })

  it('the palette lists what it finds as text', async () => {
    await open('/leads')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('hostile')
    await page.waitForTimeout(600)
    await expectHarmless('the palette')
  })
})

/** Menus, popovers and dialogs, a few of a kind; each is closed again by Escape. */
async function openWhatOpens(): Promise<void> {
  const openers = page.locator('main [aria-haspopup]:visible:not([disabled])')
  const count = Math.min(3, await openers.count())
  for (let index = 0; index < count; index += 1) {
    await openers
      .nth(index)
      .click({ timeout: 2_000 })
      .catch(() => {})
    await expectHarmless('something opened')
    await page.keyboard.press('Escape')
  }
}

/** The cells of a CSV file as a spreadsheet gets them, guards left on. */
function cellsOf(csv: string): string[] {
  return [...csv.matchAll(/(?:^|,|\r?\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}

describe('what leaves the product', () => {
  const downloads = () => operationsWithExample(side).filter((operation) => operation.download)

  it('every CSV export starts no formula in any cell', async () => {
    let cells = 0
    for (const operation of downloads()) {
      const answer = await send(side.admin, operation, await exampleOf(operation).input(side, side.admin))
      expect(answer.status, operation.id).toBe(200)
      if (!answer.headers.get('content-type')?.includes('csv')) continue
      for (const cell of cellsOf(answer.text)) {
        cells += 1
        expect(dangerous(cell), `${operation.id}: ${JSON.stringify(cell)}`).toBe(false)
      }
    }
    expect(cells).toBeGreaterThan(500)
  })

  it('every answer to agents is JSON and carries the text unchanged', async () => {
    const tools = operationsWithExample(side).filter(({ mcp }) => mcp)
    const scopes = [...new Set(tools.map(({ permission }) => permission))]
    const { token } = await side.make('api_key.create', { name: 'Agent', scopes, expiresAt: null })
    let seen = ''
    for (const operation of tools) {
      const input = await exampleOf(operation).input(side, side.admin)
      const response = await side.accord.visitor().fetch('/mcp', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/call',
          params: { name: operation.id.replaceAll('.', '_'), arguments: input },
        }),
      })
      expect(response.headers.get('content-type'), operation.id).toContain('application/json')
      const { result } = JSON.parse(await response.text()) as {
        result: { isError?: boolean; content: { type: string; text: string }[] }
      }
      for (const { type, text } of result.content) {
        expect(type, operation.id).toBe('text')
        if (!result.isError) JSON.parse(text)
        seen += text
      }
    }
    expect(seen).toContain(JSON.stringify(HOSTILE[0]!).slice(1, -1))
  })

  it('the audit report is a page on which nothing runs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'accord-hostile-'))
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
    const lines = HOSTILE.map((text, n) =>
      [
        `deal-${n}`,
        cell(text),
        cell(text),
        n % 2 ? 'Won' : 'Engaging',
        '2026-01-05',
        n % 2 ? '2026-02-05' : '',
        '100',
        cell(text),
      ].join(','),
    )
    const header = 'opportunity_id,sales_agent,account,deal_stage,engage_date,close_date,close_value,product'
    writeFileSync(join(folder, 'sales_pipeline.csv'), [header, ...lines].join('\r\n'))
    const out = join(folder, 'report.html')
    const io = {
      stdout() {},
      stderr() {},
      isTerminal: false,
      showsProgress: false,
      now: Date.UTC(2026, 5, 1),
    }
    expect(await auditCommand(folder, { out }, io)).toBe(0)
    const report = await openPage(browser)
    await report.goto(`file://${out}`)
    expect(await report.evaluate(SIGNS_OF_HARM)).toEqual([])
    expect(complaintsOf(report)).toEqual([])
    await report.close()
    rmSync(folder, { recursive: true })
  })
})

describe('NUL and a megabyte', () => {
  it('are refused with a reason or taken as text, and never break the server', async () => {
    const texts = ['a\u0000b', 'x'.repeat(1_000_000), `${'😀'.repeat(2_000)}\u0000`]
    for (const operation of operationsWithExample(side)) {
      if (operation.upload || operation.id.startsWith('session.') || operation.id.startsWith('password.'))
        continue
      const example = await exampleOf(operation).input(side, side.admin)
      const fields = Object.keys(example).filter(
        (field) => typeof example[field] === 'string' && !/[iI]d$|token/.test(field),
      )
      for (const field of fields) {
        for (const text of texts) {
          const answer = await send(side.admin, operation, { ...example, [field]: text })
          expect(answer.status, `${operation.id} ${field}: ${answer.text.slice(0, 200)}`).toBeLessThan(500)
        }
      }
    }
  }, 120_000)
})
