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
  sal: 'sal',
  salesacceptedlead: 'sal',
  salesaccepted: 'sal',
  accepted: 'sal',
  sql: 'sql',
  salesqualifiedlead: 'sql',
  salesqualified: 'sql',
  qualified: 'sql',
  opportunity: 'opportunity',
  converted: 'opportunity',
  opendeal: 'opportunity',
  customer: 'customer',
  closedwon: 'customer',
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
  for (const pattern of PATTERNS) {
    const found = pattern.exec(header.trim())?.[1]
    if (found) return found
  }
  return undefined
}

const WON =
  /^(?:closed?[ _-]*)?won$|^gewonnen$|gagn[ée]|^ganad[oa]$|^closed won$|^customer$|^signed$|^vinto$/i
const LOST =
  /^(?:closed?[ _-]*)?lost$|verloren|^perdu|^perdid[oa]$|^dead$|^closed lost$|^abandoned$|^disqualified$|^no decision$|^cancell?ed$/i

/**
 * Whether a deal in this CRM stage is still open, told from the stage's name alone.
 *
 * @example outcomeOfStage('Closed Won') // 'won'
 */
export function outcomeOfStage(stage: string): 'open' | 'won' | 'lost' {
  const name = fold(stage)
  if (WON.test(name) || /\bclosed ?-? ?won\b|^closedwon/.test(name)) return 'won'
  if (LOST.test(name) || /\bclosed ?-? ?lost\b|^closedlost/.test(name)) return 'lost'
  return 'open'
}
