import { forbidden, Problem } from '#platform/operation/index.ts'

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers on every answer, errors and files too. What does not say that it may be kept is not kept anywhere. */
export function addSecurityHeaders(headers: Headers, secure: boolean): void {
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  // A page made to stand inside others says itself who may frame it.
  const isFramed = headers.get('content-security-policy')?.includes('frame-ancestors') ?? false
  if (!isFramed) headers.set('content-security-policy', CONTENT_SECURITY_POLICY)
  headers.set('x-content-type-options', 'nosniff')
  if (!isFramed) headers.set('x-frame-options', 'DENY')
  headers.set('referrer-policy', 'same-origin')
  headers.set('cross-origin-opener-policy', 'same-origin')
  if (!headers.has('cross-origin-resource-policy')) headers.set('cross-origin-resource-policy', 'same-origin')
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), browsing-topics=()')
  if (secure) headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
}

/**
 * Refuses changes to the API that another site's page sends, with the user's cookie or to sign them in as someone else. Browsers
 * say where a request comes from; programs with an API key do not and need not.
 *
 * @param openPaths beginnings of addresses that never look at a cookie and that any site may send to
 * @throws {Problem} `permission.denied`
 */
export function assertSameOrigin(
  request: Request,
  ownOrigins: ReadonlySet<string>,
  openPaths: readonly string[],
): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const { pathname } = new URL(request.url)
  if (isOpen(pathname, openPaths)) return
  if (!request.headers.has('cookie') && !pathname.startsWith('/api/')) return
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') throw foreign()
  const origin = request.headers.get('origin')
  if (origin !== null && !ownOrigins.has(origin)) throw foreign()
}

/** Whether any site may send to an address. */
export const isOpen = (path: string, openPaths: readonly string[]) =>
  openPaths.some((beginning) => path.startsWith(beginning))

const foreign = () =>
  new Problem(
    forbidden,
    'This change came from another website. Open Accord at its own address, the one that BASE_URL names, and try again.',
  )
