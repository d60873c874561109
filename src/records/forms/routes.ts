import type { Context, Hono } from 'hono'
import type { Env } from '#platform/http/server.ts'
import { readSent } from './body.ts'
import { workspaceOfKey } from './form-key.ts'
import { definitionOf, type Filled, FORM_CSS, formPage, gonePage, thanksPage } from './page.ts'
import { unsolved } from './proof.ts'
import { type FormRow, formWithKey } from './store.ts'
import { type SubmitDeps, submit } from './submit.ts'

export interface FormDeps extends SubmitDeps {
  /** where users reach the app */
  baseUrl: string
  /** the script that draws a form and does its proof of work */
  script: () => Promise<string>
}

/** Where pages of other sites may send to: these routes never look at cookies. */
export const OPEN_PATHS = ['/f/'] as const

type C = Context<Env>

/** Mounts the public side of forms. */
export function mountForms(app: Hono<Env>, deps: FormDeps): void {
  app.get('/f/form.css', () => file(FORM_CSS, 'text/css; charset=utf-8'))
  app.get('/f/form.js', async () => file(await deps.script(), 'text/javascript; charset=utf-8'))
  app.get('/f/:key', async (c) => {
    const asked = c.req.param('key')
    if (asked.endsWith('.js')) return script(deps, asked.slice(0, -3))
    const form = await find(deps, asked)
    if (!form) return html(gonePage(), 404, "frame-ancestors 'none'")
    const origin = c.req.header('origin')
    if (origin !== undefined && !mayShow(form, origin, deps))
      return refuse(c, 403, 'This form is not for that site.', form, deps)
    const challenge = await deps.proofs.challengeFor(form.key, deps.clock())
    if (c.req.header('accept')?.includes('application/json'))
      return json(c, { form: definitionOf(form), challenge }, 200, form, deps)
    return shown(deps, form, EMPTY)
  })
  app.post('/f/:key', (c) => receive(c, deps))
  app.options('/f/:key', async (c) => {
    const form = await find(deps, c.req.param('key'))
    return new Response(null, { status: 204, headers: cors(c, form, deps) })
  })
  app.all('/f/:key', () => new Response(null, { status: 405, headers: { allow: 'GET, POST, OPTIONS' } }))
}

const EMPTY: Filled = { values: {}, faults: {}, detail: null }

async function find({ database }: FormDeps, key: string): Promise<FormRow | undefined> {
  const workspaceId = workspaceOfKey(key)
  return workspaceId === null
    ? undefined
    : database.workspace(workspaceId, (tx) => formWithKey(tx, workspaceId, key))
}

async function receive(c: C, deps: FormDeps): Promise<Response> {
  const form = await find(deps, c.req.param('key')!)
  const sent = await readSent(c.req.raw)
  if (!sent.ok) return refuse(c, sent.status, sent.detail, form, deps)
  if (!form)
    return sent.isPage
      ? html(gonePage(), 404, "frame-ancestors 'none'")
      : refuse(c, 404, 'There is no such form.', form, deps)
  const origin = c.req.header('origin')
  if (origin !== undefined && !mayShow(form, origin, deps))
    return refuse(c, 403, 'This form is not for that site.', form, deps)
  const from = { address: c.get('address'), userAgent: c.req.header('user-agent') ?? '' }
  const done = await submit(deps, form, sent.fields, from)
  if (!done.ok && sent.isPage)
    return shown(deps, form, { values: sent.fields, faults: done.faults, detail: done.detail }, done.status)
  if (!done.ok)
    return json(c, { ok: false, detail: done.detail, faults: done.faults }, done.status, form, deps)
  if (!sent.isPage)
    return json(c, { ok: true, thanks: form.thanksText, redirect: form.redirectUrl }, 200, form, deps)
  if (form.redirectUrl !== null)
    return new Response(null, { status: 303, headers: { location: form.redirectUrl } })
  return html(thanksPage(form), 200, framing(form))
}

/** The form as a page, with a challenge made for it. */
async function shown(deps: FormDeps, form: FormRow, filled: Filled, status = 200): Promise<Response> {
  const challenge = await deps.proofs.challengeFor(form.key, deps.clock())
  const headers = framing(form)
  return html(formPage(form, unsolved(challenge), JSON.stringify(challenge), filled), status, headers)
}

/** A script tag in a page of the company: the same script for all forms, which reads its own address. */
async function script(deps: FormDeps, key: string): Promise<Response> {
  const form = await find(deps, key)
  return form
    ? file(await deps.script(), 'text/javascript; charset=utf-8')
    : file('', 'text/javascript; charset=utf-8', 404)
}

/** Our own page always may; others when the form names them, or names none. */
function mayShow({ origins }: FormRow, origin: string, { baseUrl }: FormDeps): boolean {
  return origins.length === 0 || origins.includes(origin) || origin === new URL(baseUrl).origin
}

const waiting = (status: number): Record<string, string> =>
  status === 429 || status === 503 ? { 'retry-after': '60' } : {}

function cors(c: C, form: FormRow | undefined, deps: FormDeps): Record<string, string> {
  const origin = c.req.header('origin')
  const open = { 'cross-origin-resource-policy': 'cross-origin', vary: 'origin, accept' }
  if (origin === undefined || !form || !mayShow(form, origin, deps)) return open
  return {
    ...open,
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '600',
  }
}

const json = (c: C, body: unknown, status: number, form: FormRow | undefined, deps: FormDeps) =>
  Response.json(body, { status, headers: { ...cors(c, form, deps), ...waiting(status) } })

const refuse = (c: C, status: number, detail: string, form: FormRow | undefined, deps: FormDeps) =>
  json(c, { ok: false, detail, faults: {} }, status, form, deps)

function file(body: string, type: string, status = 200): Response {
  const headers = {
    'content-type': type,
    'cache-control': 'public, max-age=300',
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': '*',
  }
  return new Response(body, { status, headers })
}

const framing = ({ origins, redirectUrl }: FormRow) =>
  [
    `frame-ancestors ${origins.length === 0 ? '*' : ["'self'", ...origins].join(' ')}`,
    `form-action 'self'${redirectUrl === null ? '' : ` ${new URL(redirectUrl).origin}`}`,
  ].join('; ')

function html(body: string, status: number, framed: string): Response {
  return new Response(body, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; object-src 'none'; ${framed}`,
    },
  })
}
