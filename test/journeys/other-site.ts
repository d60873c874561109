import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { listen } from '#platform/http/server.ts'
import { type TestAccord, type TestUser, testAccord } from '../accord.ts'
import { launchBrowser } from '../browser.ts'
import { freePort } from './launch.ts'

export interface BesideSite {
  accord: TestAccord
  admin: TestUser
  accordUrl: string
  siteUrl: string
  browser: Browser
  close(): Promise<void>
}

/**
 * Accord on a port of its own, by the machine's clock, beside the site of a company, and a browser.
 *
 * @param answer what the site answers; a browser takes it for another site than Accord, as it goes by another name
 */
export async function accordBesideSite(
  answer: (asked: URL, response: ServerResponse) => void,
): Promise<BesideSite> {
  const port = await freePort()
  const accordUrl = `http://127.0.0.1:${port}`
  const accord = await testAccord({ env: { BASE_URL: accordUrl, PORT: String(port) } })
  Object.defineProperty(accord.clock, 'now', { get: Date.now })
  const admin = await accord.setUp()
  const listening = await listen(accord.app, { host: '127.0.0.1', port })
  const site = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    const asked = new URL(request.url ?? '/', 'http://localhost')
    if (asked.pathname === '/favicon.ico') response.end()
    else answer(asked, response)
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  const browser = await launchBrowser()
  return {
    accord,
    admin,
    accordUrl,
    siteUrl: `http://localhost:${(site.address() as AddressInfo).port}`,
    browser,
    async close() {
      await browser.close()
      site.close()
      await listening.close()
    },
  }
}
