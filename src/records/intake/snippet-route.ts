import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Hono } from 'hono'
import type { Env } from '#platform/http/server.ts'

/** Serves the site snippet to pages of any site. */
export function mountSnippet(app: Hono<Env>, load: () => Promise<string>): void {
  let loading: Promise<{ text: string; packed: Buffer; etag: string }> | undefined
  app.get('/t.js', async (c) => {
    loading ??= load().then(prepared, (error: unknown) => {
      loading = undefined
      throw error
    })
    const { text, packed, etag } = await loading
    const headers: Record<string, string> = {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
      vary: 'accept-encoding',
      etag,
    }
    if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers })
    if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return new Response(text, { headers })
    return new Response(new Uint8Array(packed), { headers: { ...headers, 'content-encoding': 'gzip' } })
  })
}

function prepared(text: string) {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  return { text, packed: gzipSync(text, { level: 9 }), etag }
}
