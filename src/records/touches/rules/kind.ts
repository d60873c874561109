import type { TouchKind } from '../tables.ts'

const WORDS: readonly (readonly [TouchKind, RegExp])[] = [
  ['demo_request', /\bdemo\b.*(?:request|form|book)|(?:request|book).*\bdemo\b|demo_request/],
  ['contact_request', /contact (?:request|us|form|sales)|request contact|talk to sales|contact_request/],
  ['content_download', /download|white ?paper|e-?book|case study|content/],
  ['webinar_attended', /webinar.*(?:attend|join|watch)|attend.*webinar/],
  ['webinar_registered', /webinar/],
  ['form_submit', /form|submission|submit|conversion|sign ?up|filled/],
  ['email_reply', /e-?mail.*repl|repl.*e-?mail|^reply$|^replied$|incoming e-?mail/],
  ['email_click', /(?:e-?mail|link).*click|click.*(?:e-?mail|link)/],
  ['email_open', /e-?mail.*open|open.*e-?mail|^open(?:ed)?$/],
  ['ad_click', /\bad\b.*click|click.*\bad\b|^click$|paid click/],
  ['ad_impression', /impression/],
  ['page_view', /page ?view|page ?visit|web ?visit|session|^visit|^page$|website/],
  ['call_connected', /call.*(?:connected|answered|completed conversation)|connected call/],
  ['call', /\bcall|phone|dial|anruf|voicemail/],
  ['meeting', /meeting|appointment|demo|^event$|presentation|termin|on-?site/],
  ['email_sent', /e-?mail|mailing|newsletter|sequence/],
  ['event_attended', /attend|trade ?show|conference|booth|event|exhibition|field/],
  ['product_use', /product|trial|usage|login|log ?in|activated/],
  ['social', /social|linked ?in|tweet|facebook|instagram|inmail/],
  ['note', /note|comment/],
]

/** What a source says about the kind of an interaction. */
export interface Said {
  said?: string | undefined
  /** outcome of a call, status of a campaign member */
  status?: string | undefined
  campaign?: string | undefined
  /** name of the file, for exports that hold one kind only (`calls.csv`) */
  file?: string | undefined
}

/** What is longer than this is no name of anything. */
const LONGEST_SAID = 500

function known(text: string | undefined): TouchKind | undefined {
  if (!text || text.length > LONGEST_SAID) return undefined
  const plain = text
    .toLowerCase()
    .replace(/[_\s]+/g, ' ')
    .trim()
  return WORDS.find(([kind, pattern]) => kind.replace('_', ' ') === plain || pattern.test(plain))?.[0]
}

const EXACT = new Map<string, TouchKind>(WORDS.map(([kind]) => [kind.replaceAll('_', ' '), kind]))

/**
 * The kind of touch a source means, `other` when its words fit none.
 *
 * @example touchKindOf({ said: 'Call', status: 'Connected' }) // 'call_connected'
 */
export function touchKindOf({ said, status, campaign, file }: Said): TouchKind {
  const plain = said
    ?.toLowerCase()
    .replace(/[_\s]+/g, ' ')
    .trim()
  const kind = (plain && EXACT.get(plain)) || known(said)
  if (
    kind === 'call' &&
    status &&
    /connected|answered|reached|conversation|completed/i.test(status) &&
    !/not |no |left/i.test(status)
  ) {
    return 'call_connected'
  }
  if (kind) return kind
  const member = fromMembership(status, campaign)
  return member ?? (said ? 'other' : (known(file?.replace(/\.[^.]*$/, '')) ?? 'other'))
}

/** A campaign member's status, with the campaign's name saying what it was. */
function fromMembership(status: string | undefined, campaign: string | undefined): TouchKind | undefined {
  if (!status || !campaign) return undefined
  const isWebinar = /webinar/i.test(campaign)
  if (/attend|visited/i.test(status)) return isWebinar ? 'webinar_attended' : 'event_attended'
  if (/regist/i.test(status)) return isWebinar ? 'webinar_registered' : 'form_submit'
  if (/respon|download|submit/i.test(status))
    return known(campaign) === 'content_download' ? 'content_download' : 'form_submit'
  return /sent|e-?mail/i.test(status) ? 'email_sent' : undefined
}

const BY_SELLERS: ReadonlySet<TouchKind> = new Set(['call', 'call_connected', 'meeting', 'note'])

/**
 * Whose activity a touch is: what the source says, else calls, meetings and notes are sales', and mails of a named seller.
 */
export function sideOf(kind: TouchKind, said: string | undefined, hasSeller: boolean): 'marketing' | 'sales' {
  if (said && /sales|vertrieb/i.test(said)) return 'sales'
  if (said && /market/i.test(said)) return 'marketing'
  if (BY_SELLERS.has(kind)) return 'sales'
  return hasSeller && (kind === 'email_sent' || kind === 'email_reply' || kind === 'social')
    ? 'sales'
    : 'marketing'
}

const OUTBOUND: ReadonlySet<TouchKind> = new Set([
  'call',
  'call_connected',
  'email_sent',
  'meeting',
  'note',
  'ad_impression',
])

/** Who began it: what the source says, else calls, sent mails and meetings go out and the rest comes in. */
export function directionOf(
  kind: TouchKind,
  said: string | undefined,
  kindSaid: string | undefined,
): 'inbound' | 'outbound' {
  if (said && /^in|incoming|received/i.test(said)) return 'inbound'
  if (said && /^out|sent/i.test(said)) return 'outbound'
  if (kindSaid && /incoming|inbound|received/i.test(kindSaid)) return 'inbound'
  return OUTBOUND.has(kind) ? 'outbound' : 'inbound'
}
