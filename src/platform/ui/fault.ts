/** A refusal or failure in words for a person. */
export interface Fault {
  title: string
  /** what to do next */
  advice: string
  status: number | null
  code: string | null
  requestId: string | null
  errors: { pointer: string; detail: string }[]
}

const OFFLINE: Fault = {
  title: 'The server does not answer',
  advice: 'Check the connection, then try again. Nothing you entered is lost.',
  status: null,
  code: null,
  requestId: null,
  errors: [],
}

/** Reads any thrown value: a problem of the API (RFC 9457 members on the error), a lost connection, or a mistake of ours. */
export function faultOf(error: unknown): Fault {
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) return OFFLINE
  const given = (typeof error === 'object' && error !== null ? error : {}) as Partial<Record<string, unknown>>
  if (typeof given.title !== 'string' || typeof given.status !== 'number') {
    return {
      title: 'Something went wrong on this page',
      advice: 'Try again. If it happens once more, reload the page.',
      status: null,
      code: null,
      requestId: null,
      errors: [],
    }
  }
  const errors = Array.isArray(given.errors) ? (given.errors as Fault['errors']) : []
  return {
    title: given.title,
    advice:
      typeof given.detail === 'string' && given.detail
        ? given.detail
        : 'Change what you asked for, or try again.',
    status: given.status,
    code: typeof given.code === 'string' ? given.code : null,
    requestId: typeof given.requestId === 'string' ? given.requestId : null,
    errors,
  }
}
