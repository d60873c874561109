import { escapeHtml } from '#platform/kernel/html.ts'
import { keepVisit, readLink } from './clicks.ts'
import { TEST_TOKEN } from './links.ts'
import { type LinkDeps, readUnsubscribe, resubscribe, unsubscribe } from './unsubscribe.ts'

/**
 * The addresses that stand in mails, answered without the app and without script: `/u/…` to unsubscribe, `/r/…` to follow a link.
 * Only POST changes anything, because scanners and previews open every link they see.
 */
export interface MailPages {
  unsubscribe(request: Request, token: string, address: string): Promise<Response>
  follow(request: Request, token: string, address: string): Promise<Response>
}

export function mailPages(deps: LinkDeps): MailPages {
  return {
    async unsubscribe(request, token, address) {
      if (token === 'style.css') return styleSheet()
      if (token === TEST_TOKEN)
        return page(200, 'A test', ['This link came from a test message. In a real one it unsubscribes.'])
      if (!['GET', 'HEAD', 'POST'].includes(request.method)) return wrongMethod('GET, HEAD, POST')
      const addressed = await readUnsubscribe(deps, token)
      if (!addressed) return unknownLink()
      const shown = masked(addressed.emailNorm)
      if (request.method !== 'POST') {
        await keepVisit(deps, addressed, -1, request, address)
        return page(
          200,
          'Unsubscribe',
          [`No more of these messages from ${addressed.company} to ${shown}?`],
          {
            label: 'Unsubscribe',
            action: 'end',
          },
        )
      }
      if ((await actionOf(request)) === 'again') {
        await resubscribe(deps, addressed)
        return page(200, 'Welcome back', [
          `${shown} is no longer unsubscribed. A sequence that has ended does not begin again by itself.`,
        ])
      }
      await unsubscribe(deps, addressed)
      return page(
        200,
        'You are unsubscribed',
        [
          `${shown} gets no more of these messages from ${addressed.company}. Answers to your own questions still reach you.`,
        ],
        { label: 'I unsubscribed by mistake', action: 'again' },
      )
    },
    async follow(request, token, address) {
      if (!['GET', 'HEAD'].includes(request.method)) return wrongMethod('GET, HEAD')
      if (token === TEST_TOKEN)
        return page(200, 'A test', ['This link came from a test message. In a real one it leads on.'])
      const found = await readLink(deps, token)
      if (!found) return unknownLink()
      await keepVisit(deps, found, found.link, request, address)
      return new Response(null, {
        status: 302,
        headers: { location: found.url, 'cache-control': 'no-store' },
      })
    },
  }
}

/** What the form, or the one click of a mail program, asks for. A body that says nothing unsubscribes: that is the safe side. */
async function actionOf(request: Request): Promise<string> {
  const body = await beginningOf(request, 2_000)
  return /(?:^|&)action=again(?:&|$)/.test(body) ? 'again' : 'end'
}

/** So many bytes of a body at most; the rest is not read. */
async function beginningOf(request: Request, mostBytes: number): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    parts.push(part)
    bytes += part.byteLength
    if (bytes >= mostBytes) break
  }
  return Buffer.concat(parts).toString('utf8', 0, mostBytes)
}

const unknownLink = () =>
  page(404, 'This link is not complete', [
    'Open it again from the message itself, or answer the message and ask to be left alone: a person will read it.',
  ])

function wrongMethod(allowed: string): Response {
  return new Response(null, { status: 405, headers: { allow: allowed } })
}

/** Enough for the owner to know it, not enough for anybody else. */
function masked(email: string): string {
  const [local = '', domain = ''] = email.split('@')
  return `${local.slice(0, 1)}${'•'.repeat(3)}@${domain}`
}

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif;background:#f7f7f5;color:#1c1c1a}
main{max-width:26rem;margin:18vh auto 0;padding:2rem;background:#fff;border:1px solid #e8e8e4;border-radius:12px}
h1{font-size:1.25rem;margin:0 0 .5rem}p{margin:0 0 1.25rem;color:#55554f;overflow-wrap:anywhere}
button{font:inherit;font-weight:500;padding:.6rem 1rem;border:0;border-radius:8px;background:#4747b8;color:#fff;cursor:pointer}
button:focus-visible{outline:3px solid #4747b880;outline-offset:2px}
button.quiet{background:none;color:inherit;border:1px solid #c9c9c4}
@media(max-width:480px){main{margin:8vh 1rem 0}}
@media(prefers-color-scheme:dark){:root{background:#131416;color:#ececea}main{background:#1b1c1f;border-color:#2a2c31}p{color:#a9a9a4}button.quiet{border-color:#45474d}}
`

const styleSheet = () =>
  new Response(STYLE, {
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  })

function page(
  status: number,
  title: string,
  paragraphs: readonly string[],
  button?: { label: string; action: 'end' | 'again' },
): Response {
  const form = button
    ? `<form method="post"><input type="hidden" name="action" value="${button.action}"><button${button.action === 'again' ? ' class="quiet"' : ''}>${escapeHtml(button.label)}</button></form>`
    : ''
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><link rel="stylesheet" href="/u/style.css"></head><body><main><h1>${escapeHtml(title)}</h1>${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('')}${form}</main></body></html>\n`
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
  })
}
