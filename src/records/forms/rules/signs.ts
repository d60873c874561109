import { DAY, type Instant, SECOND } from '#platform/kernel/instant.ts'

/** Signs that a machine filled a form in, with what they mean. */
export const SIGNS = {
  trap: 'A field that people do not see was filled in.',
  no_proof:
    'The browser did no proof of work; scripts send like this, and browsers with JavaScript switched off.',
  bad_proof: 'The proof of work was not made for this form, or is wrong.',
  old: 'The form was opened more than a day before it was sent.',
  fast: 'It was sent within three seconds after the form was opened.',
  robot: 'What sent it calls itself a robot.',
  links: 'It is full of links, or there is a link where a name belongs.',
  flood: 'Many came from the same network within an hour.',
  repeated: 'The same text was sent several times within an hour.',
} as const
export type Sign = keyof typeof SIGNS

/** What is known of a submission besides its answers. */
export interface Observed {
  answers: Readonly<Record<string, string>>
  /** the hidden field */
  trap: string
  proof: 'good' | 'bad' | 'none'
  /** when the form was opened, signed by us; null when nobody can tell */
  openedAt: Instant | null
  sentAt: Instant
  isRobot: boolean
  /** from the same network within the last hour, before this one */
  fromNetwork: number
  /** with the same text within the last hour, before this one */
  sameText: number
}

const SHORTEST = 3 * SECOND
const MOST_FROM_NETWORK = 20
const MOST_SAME = 3
const MOST_LINKS = 2
const LINK = /(?:https?:|www\.|\[url|<a\s|[a-z0-9-]\.(?:ru|cn|top|xyz|click|shop)\/)/gi
const NAMES = ['first_name', 'last_name', 'company', 'job_title', 'phone', 'country']

/**
 * Why a submission is held for somebody to look at; nothing speaks against most.
 *
 * @example signsOf({ answers: {}, trap: '', proof: 'none', openedAt: null, sentAt: 0, isRobot: false, fromNetwork: 0, sameText: 0 }) // ['no_proof']
 */
export function signsOf(seen: Observed): Sign[] {
  const signs: Sign[] = []
  if (seen.trap !== '') signs.push('trap')
  if (seen.proof === 'none') signs.push('no_proof')
  if (seen.proof === 'bad') signs.push('bad_proof')
  if (seen.openedAt !== null) {
    if (seen.sentAt - seen.openedAt < SHORTEST) signs.push('fast')
    if (seen.sentAt - seen.openedAt > DAY) signs.push('old')
  }
  if (seen.isRobot) signs.push('robot')
  if (hasLinks(seen.answers)) signs.push('links')
  if (seen.fromNetwork >= MOST_FROM_NETWORK) signs.push('flood')
  if (seen.sameText >= MOST_SAME) signs.push('repeated')
  return signs
}

function hasLinks(answers: Observed['answers']): boolean {
  const count = (text: string) => text.match(LINK)?.length ?? 0
  let links = 0
  for (const [name, text] of Object.entries(answers)) {
    if (name === 'email') continue
    if (NAMES.includes(name) && /https?:\/\//i.test(text)) return true
    links += count(text)
  }
  return links > MOST_LINKS
}
