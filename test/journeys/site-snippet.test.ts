import { gzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { complaintsOf, openPage } from '../browser.ts'
import { type Sender, senderOf, touchesIn, workOn } from '../intake.ts'
import { accordBesideSite } from './other-site.ts'

/** The snippet on a page of our own, in a real browser, against a real server of another site. */

const { accord, admin, accordUrl, siteUrl, browser, close } = await accordBesideSite(
  ({ pathname, searchParams }, response) =>
    response.end(pageOf(pathname, searchParams.get('key') ?? '', searchParams.get('with') ?? '')),
)
afterAll(close)

const pageOf = (path: string, key: string, more: string) => `<!doctype html><title>Page ${path}</title>
<script>window.accord=window.accord||function(){(accord.q=accord.q||[]).push(arguments)}</script>
<script async src="${accordUrl}/t.js" data-key="${key}" ${more}></script>
<script>accord('track', 'Queued before the script', { path: '${path}' })</script>
<a id="next" href="/next?key=${key}&with=${encodeURIComponent(more)}">Next</a>
<form id="ours" method="post" action="${accordUrl}/f/demo"><input name="email" value="ann@acme.test"><button>Send</button></form>
<form id="theirs" method="post" action="/other"><input name="email" value="ann@acme.test"><button>Send</button></form>`

const addressOf = (sender: Sender, path: string, more = '') =>
  `${siteUrl}${path}${path.includes('?') ? '&' : '?'}key=${sender.token}&with=${encodeURIComponent(more)}`

interface Stored {
  type: string
  name: string | null
  anonymousId: string
  source: string
  payload: { context: Record<string, Record<string, string>>; traits: Record<string, string> }
}

async function stored(sender: Sender, events: number): Promise<Stored[]> {
  for (let wait = 0; wait < 200; wait += 1) {
    const { rows } = await accord.database.workspace(sender.workspaceId, (tx) =>
      tx.execute<Stored & Record<string, unknown>>(sql`
        select e.type, e.name, e.anonymous_id as "anonymousId", e.source, e.payload from intake_event e
        join write_key k on k.workspace_id = ${sender.workspaceId} and k.id = e.write_key_id
        where e.workspace_id = ${sender.workspaceId} and k.token = ${sender.token} order by e.occurred_at, e.id`),
    )
    if (rows.length >= events) return rows
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Fewer than ${events} events arrived`)
}

const idle = (page: Page) => page.waitForFunction(() => localStorage.getItem('accord_queue') === '[]')

/** A visitor on the first page of a site with a key of its own. */
async function visit() {
  const sender = await senderOf(accord, admin, 'public')
  const page = await openPage(browser)
  await page.goto(addressOf(sender, '/'))
  await idle(page)
  return { sender, page }
}

describe('the site snippet', () => {
  it('is under 4 kB, packed', async () => {
    const answer = await fetch(`${accordUrl}/t.js`)
    const text = await answer.text()
    expect(gzipSync(text, { level: 9 }).length).toBeLessThan(4_096)
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(answer.headers.get('set-cookie')).toBeNull()
  })

  it('tells which pages a visitor saw, and keeps where they came from first and last apart', async () => {
    const sender = await senderOf(accord, admin, 'public')
    const page = await openPage(browser)
    await page.goto(addressOf(sender, '/?utm_source=google&utm_medium=cpc&utm_campaign=Spring'))
    await idle(page)
    await page.click('#next')
    await idle(page)
    await page.goto(addressOf(sender, '/?utm_source=newsletter&utm_medium=email'))
    await idle(page)
    const events = await stored(sender, 6)
    expect(events).toHaveLength(6)
    expect(new Set(events.map(({ anonymousId }) => anonymousId)).size).toBe(1)
    const pages = events.filter(({ type }) => type === 'page').map(({ payload: { context } }) => context)
    expect(pages.map(({ page }) => page!.path)).toEqual(['/', '/next', '/'])
    expect(pages.map(({ campaign }) => campaign?.source)).toEqual(['google', undefined, 'newsletter'])
    expect(pages.map(({ first }) => first?.source)).toEqual(['google', 'google', 'google'])
    expect(pages.map(({ latest }) => latest?.source)).toEqual(['google', 'google', 'newsletter'])
    expect(await page.context().cookies()).toEqual([])
    expect(complaintsOf(page).filter((line) => !line.includes('favicon'))).toEqual([])
    await page.context().close()
  })

  it('names the page before, also where an app changes pages without loading them', async () => {
    const sender = await senderOf(accord, admin, 'public')
    const page = await openPage(browser)
    await page.goto(addressOf(sender, '/?utm_source=google&utm_medium=cpc'), {
      referer: 'https://www.google.com/',
    })
    await idle(page)
    const landing = page.url()
    for (const path of ['/pricing', '/docs']) {
      await page.evaluate((to) => history.pushState({}, '', to), path)
      // the queue is filled a moment after the address changed
      await stored(sender, path === '/pricing' ? 3 : 4)
    }
    await page.evaluate(() => {
      const { accord } = window as unknown as { accord(...call: unknown[]): void }
      accord('identify', { email: 'app@acme.test' })
    })
    await stored(sender, 5)
    const { workspaceId } = sender
    await workOn(accord)
    const views = (await touchesIn(accord, workspaceId)).filter(({ kind }) => kind === 'page_view')
    expect(views.map(({ channel, attributes }) => [channel, attributes])).toMatchObject([
      ['Paid search', { path: '/', referrer: 'https://www.google.com/' }],
      [null, { path: '/pricing', referrer: `${landing.split('?')[0]}?utm_source=google&utm_medium=cpc` }],
      [null, { path: '/docs', referrer: `${siteUrl}/pricing` }],
    ])
    await page.context().close()
  })

  it('loses nothing when the visitor moves on at once, and counts nothing twice', async () => {
    const { sender, page } = await visit()
    for (let round = 0; round < 5; round += 1) {
      await page.evaluate(() => {
        const { accord } = window as unknown as { accord(...call: unknown[]): void }
        accord('track', 'Last word')
        accord('track', 'Very last word')
        ;(document.querySelector('#next') as HTMLAnchorElement).click()
      })
      await page.waitForLoadState('load')
      await page.waitForFunction(() => !('q' in (window as unknown as { accord: object }).accord))
    }
    await idle(page)
    // a page view and a queued track on each of six pages, two last words on five
    const events = await stored(sender, 22)
    expect(events).toHaveLength(22)
    await page.context().close()
  })

  it('keeps what a busy server turned away, and sends it from the next page', async () => {
    const { sender, page } = await visit()
    await page
      .context()
      .route('**/v1/b', (route) =>
        route.fulfill({ status: 503, headers: { 'access-control-allow-origin': '*' }, body: '{}' }),
      )
    const refused = page.waitForResponse((response) => response.status() === 503)
    await page.evaluate(() => {
      const { accord } = window as unknown as { accord(...call: unknown[]): void }
      accord('track', 'Turned away')
    })
    await refused
    await page.click('#next')
    await page.waitForFunction(() => !('q' in (window as unknown as { accord: object }).accord))
    await page.context().unroute('**/v1/b')
    await idle(page)
    // a page view and a queued track on each of two pages, and what was turned away
    const events = await stored(sender, 5)
    expect(events.filter(({ name }) => name === 'Turned away')).toHaveLength(1)
    await page.context().close()
  })

  it('sends more than a browser takes at once, and gets past an event that is too large for the server', async () => {
    const { sender, page } = await visit()
    await page.context().setOffline(true)
    // 40 events of about 2 kB, more than the 64 kB of one request that outlives its page, behind one of 70 kB
    await page.evaluate(() => {
      const { accord } = window as unknown as { accord(...call: unknown[]): void }
      accord('track', 'Far too large', { text: 'x'.repeat(70_000) })
      for (let n = 0; n < 40; n += 1) accord('track', 'Offline', { text: 'ä'.repeat(1_000) })
    })
    await page.context().setOffline(false)
    await idle(page)
    const events = await stored(sender, 42)
    expect(events.filter(({ name }) => name === 'Offline')).toHaveLength(40)
    expect(events.map(({ name }) => name)).not.toContain('Far too large')
    await page.context().close()
  })

  it('keeps what happens without a connection, and sends it when there is one', async () => {
    const { sender, page } = await visit()
    await page.context().setOffline(true)
    await page.evaluate(() => {
      const { accord } = window as unknown as { accord(...call: unknown[]): void }
      accord('identify', 'ann', { email: 'ann@acme.test' })
      accord('track', 'Offline')
    })
    await page.waitForTimeout(300)
    expect(await stored(sender, 2)).toHaveLength(2)
    await page.context().setOffline(false)
    await idle(page)
    const events = await stored(sender, 4)
    expect(events.map(({ name }) => name)).toContain('Offline')
    expect(events.find(({ type }) => type === 'identify')!.payload.traits.email).toBe('ann@acme.test')
    await page.context().close()
  })

  it('stores and sends nothing when the browser asks not to be tracked', async () => {
    const sender = await senderOf(accord, admin, 'public')
    for (const signal of ['globalPrivacyControl', 'doNotTrack']) {
      const page = await openPage(browser)
      const sent: string[] = []
      page.on('request', (request) => void sent.push(new URL(request.url()).pathname))
      await page.addInitScript((name) => {
        Object.defineProperty(navigator, name, { get: () => (name === 'doNotTrack' ? '1' : true) })
      }, signal)
      await page.goto(addressOf(sender, '/'))
      await page.waitForFunction(() => !('q' in (window as unknown as { accord: object }).accord))
      await page.waitForTimeout(200)
      expect(sent.filter((path) => path.startsWith('/v1'))).toEqual([])
      expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, ''])
      await page.context().close()
    }
  })

  it('waits for consent where it is asked for, and forgets the visitor when it is withdrawn', async () => {
    const sender = await senderOf(accord, admin, 'public', { consent: 'required' })
    const page = await openPage(browser)
    await page.goto(addressOf(sender, '/', 'data-consent="required"'))
    await page.waitForFunction(() => !('q' in (window as unknown as { accord: object }).accord))
    expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, ''])
    const say = (given: boolean) =>
      page.evaluate((agreed) => {
        const { accord } = window as unknown as { accord(...call: unknown[]): void }
        accord('consent', agreed)
      }, given)
    await say(true)
    await idle(page)
    expect((await stored(sender, 1)).map(({ type }) => type)).toEqual(['page'])
    await say(false)
    expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, ''])
    await page.context().close()
  })

  it('tells a form of ours who sends it, and no other form', async () => {
    const sender = await senderOf(accord, admin, 'public')
    const page = await openPage(browser)
    const bodies: Record<string, URLSearchParams> = {}
    await page.route(/\/(?:f\/demo|other)$/, async (route) => {
      bodies[new URL(route.request().url()).pathname] = new URLSearchParams(route.request().postData() ?? '')
      await route.fulfill({ status: 204 })
    })
    await page.goto(addressOf(sender, '/?utm_source=google&utm_medium=cpc'))
    await idle(page)
    await page.click('#ours button')
    await expect.poll(() => Object.keys(bodies)).toContain('/f/demo')
    await page.click('#theirs button')
    await expect.poll(() => Object.keys(bodies)).toContain('/other')
    const ours = bodies['/f/demo']!
    const [first] = await stored(sender, 2)
    expect(ours.get('accord_anonymousId')).toBe(first!.anonymousId)
    expect(JSON.parse(ours.get('accord_context')!)).toMatchObject({
      first: { source: 'google' },
      page: { title: 'Page /' },
    })
    expect([...bodies['/other']!.keys()]).toEqual(['email'])
    await page.context().close()
  })
})
