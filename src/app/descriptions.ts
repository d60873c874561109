import type { Hono } from 'hono'
import type { Database } from '#platform/db/index.ts'
import { apiDocsCss, apiDocsPage } from '#platform/http/api-docs.ts'
import type { Metrics } from '#platform/http/metrics.ts'
import type { Env } from '#platform/http/server.ts'
import { type Handler, Problem, unavailable } from '#platform/operation/index.ts'
import { openApi } from '#platform/operation/openapi.ts'

export interface DescriptionOptions {
  handlers: readonly Handler[]
  database: Database
  metrics: Metrics
  version: string
}

/** What the product says of itself: alive, ready, figures, and the description of its API. */
export function mountDescriptions(
  app: Hono<Env>,
  { handlers, database, metrics, version }: DescriptionOptions,
): void {
  const document = openApi(handlers, { version })
  app.get('/healthz', (c) => c.json({ status: 'alive' }))
  app.get('/readyz', async (c) => {
    await database.pool.query('select 1').catch(() => {
      throw new Problem(unavailable, 'The database does not answer yet.', { retryAfterSeconds: 2 })
    })
    return c.json({ status: 'ready', version, database: database.kind })
  })
  app.get('/metrics', async (c) =>
    c.text(await metrics.text(), 200, { 'content-type': 'text/plain; version=0.0.4' }),
  )
  app.get('/api/openapi.json', (c) => c.json(document))
  app.get('/api/docs', (c) => c.html(apiDocsPage(document)))
  app.get('/api/docs.css', (c) => c.body(apiDocsCss, 200, { 'content-type': 'text/css; charset=utf-8' }))
}
