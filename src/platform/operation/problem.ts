/** One way an operation may refuse, declared in its contract: a stable code, the HTTP status, a title in plain words. */
export interface ProblemKind {
  /** dotted and stable, e.g. `import.not_found` */
  code: string
  status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503 | 507
  title: string
}

/** Declares a problem kind; contracts list it under `errors`, services throw it with `new Problem(kind, …)`. */
export function problem(code: string, status: ProblemKind['status'], title: string): ProblemKind {
  return { code, status, title }
}

/** One wrong place in an input: JSON pointer into what was sent, and what to do about it. */
export interface FieldError {
  pointer: string
  detail: string
}

/** A refusal that reaches the user as RFC 9457 problem+json. `detail` says what to do next. */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly detail: string
  readonly errors: FieldError[]
  readonly retryAfterSeconds: number | undefined

  constructor(
    kind: ProblemKind,
    detail = '',
    more: { errors?: FieldError[]; retryAfterSeconds?: number } = {},
  ) {
    super(`${kind.code}: ${detail || kind.title}`)
    this.name = 'Problem'
    this.kind = kind
    this.detail = detail
    this.errors = more.errors ?? []
    this.retryAfterSeconds = more.retryAfterSeconds
  }
}

/** Refusals any operation may answer with. */
export const invalidInput = problem('input.invalid', 422, 'Some of what was sent is not valid')
export const malformed = problem('input.malformed', 400, 'The request could not be read')
export const unauthenticated = problem('session.required', 401, 'Sign in first')
export const forbidden = problem('permission.denied', 403, 'Your role does not allow this')
export const notFound = problem('record.not_found', 404, 'There is no such record')
export const routeNotFound = problem('route.not_found', 404, 'There is nothing at this address')
export const methodNotAllowed = problem('method.not_allowed', 405, 'This address does not take that method')
export const tooLarge = problem('input.too_large', 413, 'The request is too large')
export const unsupportedMedia = problem(
  'input.unsupported_media',
  415,
  'This content type is not accepted here',
)
export const rateLimited = problem('rate.limited', 429, 'Too many attempts')
export const keyReused = problem(
  'idempotency.reused',
  422,
  'This Idempotency-Key was used for a different request',
)
export const keyInFlight = problem(
  'idempotency.in_flight',
  409,
  'A request with this Idempotency-Key is still running',
)
export const unexpected = problem('server.unexpected', 500, 'Something went wrong on our side')
export const unavailable = problem('server.unavailable', 503, 'The database does not answer')
export const diskFull = problem('disk.full', 507, 'The disk is nearly full, so nothing was changed')
