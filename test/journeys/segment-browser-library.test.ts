import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Listening, listen } from '#platform/http/server.ts'
import { type TestAccord, type TestUser, testAccord } from '../accord.ts'
import { complaintsOf, launchBrowser, openPage } from '../browser.ts'
import { type Sender, senderOf } from '../intake.ts'
import { freePort } from './launch.ts'

/** The official browser library on a site of another address, pointed here by its `cdnURL` and otherwise as it comes. */

const FILES = join(dirname(fileURLToPath(import.meta.resolve('@segment/analytics-next'))), '../umd')

let accord: TestAccord
let admin: TestUser
let listening: Listening
let site: Server
let siteUrl: string
let accordUrl: string
let browser: Browser

beforeAll(async () => {
  const port = await freePort()
  accordUrl = `http://127.0.0.1:${port}`
  accord = await testAccord({ env: { BASE_URL: accordUrl, PORT: String(port) } })
  Object.defineProperty(accord.clock, 'now', { get: Date.now })
  admin = await accord.setUp()
  listening = await listen(accord.app, { host: '127.0.0.1', port })
  site = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname.endsWith('.js')) return response.end(readFileSync(join(FILES, basename(pathname))))
    response.setHeader('content-type', 'text/html')
    response.end(pathname === '/favicon.ico' ? '' : pageOf(searchParams.get('key') ?? ''))
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  siteUrl = `http://localhost:${(site.address() as AddressInfo).port}`
  browser = await launchBrowser()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  site?.close()
  await listening?.close()
})

const pageOf = (key: string) => `<!doctype html><title>Pricing</title>
<script src="/umd/index.js"></script>
<script>
  const { AnalyticsBrowser } = window.AnalyticsNext ?? window
  window.analytics = AnalyticsBrowser.load({ writeKey: '${key}', cdnURL: '${accordUrl}' })
  analytics.page('Pricing')
</script>`

async function stored({ workspaceId }: Sender) {
  const { rows } = await accord.database.workspace(workspaceId, (tx) =>
    tx.execute<{ type: string; name: string | null; anonymous_id: string; user_id: string | null }>(sql`
      select type, name, anonymous_id, user_id from intake_event where workspace_id = ${workspaceId} order by occurred_at, id`),
  )
  return rows
}

describe('@segment/analytics-next in a browser', () => {
  it('sends pages, traits, groups and events of a visitor, each once, and complains of nothing', async () => {
    const sender = await senderOf(accord, admin, 'public')
    const page = await openPage(browser)
    await page.goto(`${siteUrl}/pricing?key=${sender.token}&utm_source=newsletter`)
    await page.evaluate(async () => {
      const { analytics } = window as unknown as {
        analytics: Record<'identify' | 'group' | 'track', (...given: unknown[]) => Promise<unknown>>
      }
      await analytics.identify('user-1', { email: 'ann@acme.test' })
      await analytics.group('acme', { name: 'Acme' })
      await analytics.track('Demo Requested', { plan: 'Team' })
    })
    await expect.poll(async () => (await stored(sender)).length, { timeout: 15_000 }).toBe(4)
    const events = await stored(sender)
    expect(events.map(({ type }) => type).sort()).toEqual(['group', 'identify', 'page', 'track'])
    expect(events.find(({ type }) => type === 'track')).toMatchObject({
      name: 'Demo Requested',
      user_id: 'user-1',
    })
    expect(new Set(events.map(({ anonymous_id }) => anonymous_id)).size).toBe(1)
    expect(complaintsOf(page)).toEqual([])
    await page.close()
  }, 60_000)
})
