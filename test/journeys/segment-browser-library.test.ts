import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { afterAll, describe, expect, it } from 'vitest'
import { complaintsOf, openPage } from '../browser.ts'
import { type Sender, senderOf } from '../intake.ts'
import { accordBesideSite } from './other-site.ts'

/** The official browser library on a site of another address, pointed here by its `cdnURL` and otherwise as it comes. */

const FILES = join(dirname(fileURLToPath(import.meta.resolve('@segment/analytics-next'))), '../umd')

const { accord, admin, accordUrl, siteUrl, browser, close } = await accordBesideSite((asked, response) => {
  const { pathname, searchParams } = asked
  if (pathname.endsWith('.js')) response.setHeader('content-type', 'text/javascript')
  response.end(
    pathname.endsWith('.js')
      ? readFileSync(join(FILES, basename(pathname)))
      : pageOf(searchParams.get('key') ?? ''),
  )
})
afterAll(close)

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
