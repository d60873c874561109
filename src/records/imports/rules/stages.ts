import { fold, squash } from './text.ts'

/** Names of usual stages in exports and the stage key of the default agreement they stand for. */
const STAGES: Record<string, string> = {
  lead: 'inquiry',
  inquiry: 'inquiry',
  enquiry: 'inquiry',
  new: 'inquiry',
  mql: 'mql',
  marketingqualifiedlead: 'mql',
  marketingqualified: 'mql',
  marketingqualifizierterlead: 'mql',
  sal: 'sal',
  salesacceptedlead: 'sal',
  salesaccepted: 'sal',
  accepted: 'sal',
  sql: 'sql',
  salesqualifiedlead: 'sql',
  salesqualified: 'sql',
  salesqualifizierterlead: 'sql',
  vertriebsqualifizierterlead: 'sql',
  qualified: 'sql',
  opportunity: 'opportunity',
  converted: 'opportunity',
  opendeal: 'opportunity',
  customer: 'customer',
  closedwon: 'customer',
  kunde: 'customer',
  recycled: 'recycled',
  nurture: 'recycled',
  nurturing: 'recycled',
  badtiming: 'recycled',
  disqualified: 'disqualified',
  unqualified: 'disqualified',
  notqualified: 'disqualified',
  junk: 'disqualified',
  lost: 'lost',
  closedlost: 'lost',
}

/**
 * The stage key a reported stage stands for; the source's own name, squashed, when it is none of the usual ones.
 *
 * @example stageKey('Marketing Qualified Lead') // 'mql'
 */
export function stageKey(reported: string): string {
  const name = squash(fold(reported))
  return Object.hasOwn(STAGES, name) ? STAGES[name]! : name
}

/** A longer one names no stage; the patterns are slow on it. */
const LONGEST_HEADER = 300

/** Headers that date the entry into a stage: three HubSpot generations as name and as label, and plain spreadsheets. */
const PATTERNS: readonly RegExp[] = [
  /^hs_lifecyclestage_(.+)_date$/i,
  /^hs(?:_v2)?_date_entered_(.+)$/i,
  /^became an? (.+?)(?: lifecycle)? date$/i,
  /^date entered ['"“”‘’](.+?)(?: \((?:lifecycle stage|[^)]*) ?pipeline\))?['"“”‘’]$/i,
  /^date entered (.+?)(?: \(.*pipeline\))?$/i,
  /^(?:first |latest |last )?(mql|sal|sql|opportunity|customer|lead|inquiry|subscriber|sales accepted|marketing qualified|sales qualified)[ _](?:date|at|on|since|timestamp)$/i,
  /^(?:date|became|entered)[ _](mql|sal|sql|opportunity|customer|lead|inquiry)(?:[ _](?:date|at|on))?$/i,
]

/**
 * The stage whose entry a column dates, as the source names it.
 *
 * @example stageOfHeader("Date entered 'Marketing Qualified Lead (Lifecycle Stage Pipeline)'") // 'Marketing Qualified Lead'
 */
export function stageOfHeader(header: string): string | undefined {
  if (header.length > LONGEST_HEADER) return undefined
  for (const pattern of PATTERNS) {
    const found = pattern.exec(header.trim())?.[1]
    if (found) return found
  }
  return undefined
}

const words = (text: string): Set<string> => new Set(text.split(' '))
const WON = words('won gewonnen gagne gagnee ganado ganada vinto vinta')
const LOST = words('lost verloren perdu perdue perdido perdida perso persa')
/** Said in front of them and changing nothing: `Abgeschlossen und verloren`, `Deal won`, `Fermé perdu`. */
const BEFORE = words(
  'closed close abgeschlossen geschlossen ferme fermee cloture cerrado cerrada cierre chiuso chiusa deal opportunity opp contract auftrag projekt project angebot and und et y e as als',
)
/** Names that mean it only when nothing else is said: a `customer review` is not won. */
const WON_ALONE = words('customer signed kunde')
const LOST_ALONE = words('dead abandoned disqualified canceled cancelled')

/**
 * Whether a deal in this CRM stage is still open, told from the stage's name alone: a word for won or lost that leads the name,
 * whatever follows as its reason. A name with both words is open.
 *
 * @example outcomeOfStage('Closed Won') // 'won'
 * @example outcomeOfStage('7. Lost - no budget') // 'lost'
 * @example outcomeOfStage('Almost lost') // 'open'
 */
export function outcomeOfStage(stage: string): 'open' | 'won' | 'lost' {
  const said = fold(stage)
    .replace(/['’]/g, '')
    .replace(/^closed(?=won|lost)/, 'closed ')
    .split(/[^\p{L}]+/u)
    .filter(Boolean)
  const outcome = ledBy(said)
  // A pipeline may stand in front: `Enterprise: Closed Won`.
  return outcome === 'open' && said.includes('closed') ? ledBy(said.slice(said.indexOf('closed'))) : outcome
}

function ledBy(said: readonly string[]): 'open' | 'won' | 'lost' {
  const rest = said.slice(said.findIndex((word) => !BEFORE.has(word)))
  const [first = ''] = rest
  const has = (meaning: Set<string>) => rest.some((word) => meaning.has(word))
  if (WON.has(first)) return has(LOST) ? 'open' : 'won'
  if (LOST.has(first)) return has(WON) ? 'open' : 'lost'
  if (rest.length === 1 && WON_ALONE.has(first)) return 'won'
  return (rest.length === 1 && LOST_ALONE.has(first)) || rest.join(' ') === 'no decision' ? 'lost' : 'open'
}
