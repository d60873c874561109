import { diskFull, Problem, unavailable, unexpected } from '#platform/operation/index.ts'

/** RFC 9457 body of a refusal. */
export interface ProblemBody {
  type: string
  code: string
  title: string
  status: number
  detail: string
  errors: { pointer: string; detail: string }[]
  requestId: string
}

/** The refusal behind any error: itself when it is one, else what the user may know of it. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const code =
    (error as { code?: unknown; cause?: { code?: unknown } } | null)?.code ??
    (error as { cause?: { code?: unknown } } | null)?.cause?.code
  if (code === 'ENOSPC' || code === '53100')
    return new Problem(diskFull, 'Free some space on the server, then try again.')
  if (typeof code === 'string' && UNREACHABLE.test(code))
    return new Problem(unavailable, 'Try again in a few seconds.', { retryAfterSeconds: 5 })
  return new Problem(unexpected, 'Try again. If it happens again, send the request id to your administrator.')
}

/** Socket errors, and SQLSTATE classes for connection failures, shutdown and too many connections. */
const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|08\w{3}|57P0[123]|53300)$/

export function problemResponse(problem: Problem, requestId: string): Response {
  const { code, title, status } = problem.kind
  const body: ProblemBody = {
    type: `/api/docs#${code}`,
    code,
    title,
    status,
    detail: problem.detail,
    errors: problem.errors,
    requestId,
  }
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  if (problem.retryAfterSeconds) headers.set('retry-after', String(problem.retryAfterSeconds))
  return new Response(JSON.stringify(body), { status, headers })
}
