import { FIELDS, FILE_KINDS, type Field, type FileKind } from './fields.ts'
import type { ColumnProfile } from './profile.ts'
import { stageKey, stageOfHeader } from './stages.ts'
import { squash } from './text.ts'

/** A guess for one column: the field, how sure (0-1) and why. */
export interface ColumnGuess {
  header: string
  field: string | null
  confidence: number
  evidence: string[]
}

/** A guess for one file. */
export interface FileGuess {
  kind: FileKind | null
  confidence: number
  evidence: string[]
  system: string
  columns: ColumnGuess[]
}

const NAME_HINTS: readonly [FileKind, RegExp][] = [
  ['contact_role', /contact ?roles?|opportunity ?contacts?|deal ?contacts?/i],
  ['stage_change', /(?:stage|opportunity|deal) ?(?:history|changes?|movements?)/i],
  ['seller', /seller|sales ?teams?|\busers?\b|\bowners?\b|\breps\b|\bteams?\b/i],
  [
    'touch',
    /touch|activit|aktivit|event|engagement|interaction|\bcalls?\b|meeting|campaign ?members?|\btasks?\b|page ?view|form ?submission/i,
  ],
  ['campaign', /campaigns?|spend|\bcosts?\b|\bads\b/i],
  ['opportunity', /opportunit|deals?\b|pipeline/i],
  ['person', /contact|\bleads?\b|people|persons?|prospect|kontakt/i],
  ['account', /account|compan|organi[sz]ation|firmen|unternehmen/i],
  ['product', /product|price ?book/i],
]

/** Without one of these a file of the kind says nothing usable. Each group needs one of its fields. */
const NEEDS: Record<FileKind, readonly (readonly string[])[]> = {
  seller: [['seller.name', 'seller.email', 'seller.firstName']],
  account: [['account.name', 'account.domain']],
  person: [['person.email', 'person.key', 'person.lastName', 'person.fullName']],
  campaign: [
    ['campaign.name'],
    ['campaign.cost', 'campaign.channel', 'campaign.startsOn', 'campaign.kind', 'campaign.key'],
  ],
  product: [['product.name'], ['product.price', 'product.family', 'product.key']],
  opportunity: [
    ['opportunity.stage', 'opportunity.isWon', 'opportunity.isClosed'],
    [
      'opportunity.amount',
      'opportunity.closedAt',
      'opportunity.name',
      'opportunity.accountName',
      'opportunity.accountKey',
    ],
  ],
  contact_role: [
    ['contact_role.opportunityKey', 'contact_role.opportunityName'],
    ['contact_role.personKey', 'contact_role.personEmail'],
  ],
  stage_change: [
    ['stage_change.opportunityKey', 'stage_change.opportunityName'],
    ['stage_change.toStage'],
    ['stage_change.occurredAt'],
  ],
  touch: [['touch.personKey', 'touch.personEmail'], ['touch.occurredAt']],
}

const PREFIXES: Record<FileKind, readonly string[]> = {
  person: ['contact', 'lead', 'person', 'primary', 'people', 'prospect'],
  account: ['company', 'account', 'primary'],
  opportunity: ['deal', 'opportunity', 'primary'],
  campaign: ['campaign'],
  touch: ['activity', 'event', 'touch', 'engagement', 'call', 'meeting', 'task'],
  seller: ['user', 'seller', 'sales', 'owner'],
  product: ['product'],
  contact_role: [],
  stage_change: [],
}

interface Candidate {
  column: number
  field: Field
  /** lower is better */
  rank: number
  confidence: number
  why: string
}

/**
 * Guesses what a file lists and what each of its columns holds, from headers, the file's name and the look of the values.
 *
 * @param fileName as given by the user, with or without extension
 * @param profiles one per column, in order
 */
export function recognise(fileName: string, profiles: readonly ColumnProfile[]): FileGuess {
  const system = systemOf(profiles)
  const base = fileName
    .replace(/^.*[\\/]/, '')
    .replace(/\.[^.]*$/, '')
    .replace(/[_-]+/g, ' ')
  const tried = FILE_KINDS.map((kind) => tryKind(kind, base, profiles)).sort((a, b) => b.score - a.score)
  const best = tried[0]!
  const next = tried[1]!
  if (best.score <= 1)
    return {
      kind: null,
      confidence: 0,
      evidence: ['No column says what this file lists.'],
      system,
      columns: unread(profiles),
    }
  const lead = (best.score - Math.max(0, next.score)) / best.score + 0.3
  const confidence = Math.min(1, best.score / 8, Math.max(0.3, lead))
  return {
    kind: best.kind,
    confidence,
    evidence: best.evidence,
    system,
    columns: columnsFor(best.kind, profiles),
  }
}

/**
 * Guesses the columns of a file whose kind is known.
 */
export function columnsFor(kind: FileKind, profiles: readonly ColumnProfile[]): ColumnGuess[] {
  const taken = assign(kind, profiles)
  const keepRest = profiles.length <= 80
  return profiles.map((profile, column) => {
    const guess = taken.get(column)
    if (guess)
      return {
        header: profile.header,
        field: guess.field.key,
        confidence: guess.confidence,
        evidence: [guess.why],
      }
    const stage = stageColumn(kind, profile)
    if (stage) return stage
    if (profile.filled === 0)
      return { header: profile.header, field: null, confidence: 1, evidence: ['The column is empty.'] }
    return keepRest
      ? {
          header: profile.header,
          field: 'attribute',
          confidence: 0.5,
          evidence: ['Not one of our fields; kept under its name.'],
        }
      : {
          header: profile.header,
          field: null,
          confidence: 0.5,
          evidence: ['Not one of our fields; left out.'],
        }
  })
}

function unread(profiles: readonly ColumnProfile[]): ColumnGuess[] {
  return profiles.map(({ header }) => ({ header, field: null, confidence: 0, evidence: [] }))
}

function stageColumn(kind: FileKind, profile: ColumnProfile): ColumnGuess | undefined {
  if (kind !== 'person' && kind !== 'opportunity') return undefined
  const stage = stageOfHeader(profile.header)
  if (!stage || (profile.filled > 0 && profile.dates.all < profile.filled / 2)) return undefined
  const name = kind === 'person' ? stageKey(stage) : stage
  return {
    header: profile.header,
    field: `${kind}.stage:${name}`,
    confidence: 0.95,
    evidence: [`The header dates the entry into the stage "${stage}".`],
  }
}

function tryKind(kind: FileKind, base: string, profiles: readonly ColumnProfile[]) {
  const taken = [...assign(kind, profiles).values()]
  const keys = new Set(taken.map((candidate) => candidate.field.key))
  const stages = profiles.filter((profile) => stageColumn(kind, profile)).length
  const hint = NAME_HINTS.find(([, pattern]) => pattern.test(base))?.[0] === kind
  if (!NEEDS[kind].every((group) => group.some((key) => keys.has(key))))
    return { kind, score: 0, evidence: [] }
  let score = Math.min(stages, 3) * 2 + (hint ? (kind === 'seller' ? 8 : 4) : 0)
  for (const { field, confidence } of taken)
    score += field.strength * confidence - (field.strength === 1 ? 0.5 : 0)
  const telling = taken
    .filter(({ field }) => field.strength >= 2)
    .map(({ column }) => `"${profiles[column]!.header}"`)
  const evidence = telling.length ? [`Columns ${telling.slice(0, 6).join(', ')} speak for it.`] : []
  if (hint) evidence.push(`The file is called "${base}".`)
  return { kind, score, evidence }
}

/** Best column for each field; a column serves one field. */
function assign(kind: FileKind, profiles: readonly ColumnProfile[]): Map<number, Candidate> {
  const candidates = profiles.flatMap((profile, column) => candidatesFor(kind, profile, column))
  candidates.sort((a, b) => b.confidence - a.confidence || a.rank - b.rank || a.column - b.column)
  const taken = new Map<number, Candidate>()
  const filled = new Set<string>()
  for (const candidate of candidates) {
    if (taken.has(candidate.column) || filled.has(candidate.field.key)) continue
    taken.set(candidate.column, candidate)
    filled.add(candidate.field.key)
  }
  return taken
}

function candidatesFor(kind: FileKind, profile: ColumnProfile, column: number): Candidate[] {
  const label = squash(profile.header.replace(/^property_(?=\w)/, ''))
  const bare = PREFIXES[kind]
    .map((prefix) => (label.startsWith(prefix) ? label.slice(prefix.length) : ''))
    .find(Boolean)
  const out: Candidate[] = []
  for (const field of FIELDS[kind]) {
    const exact = field.labels.indexOf(label)
    const without = exact < 0 && bare ? field.labels.indexOf(bare) : -1
    if (exact < 0 && without < 0) continue
    const fit = fits(field, profile)
    if (fit === 0) continue
    const confidence = (exact >= 0 ? 1 : 0.8) * fit
    out.push({
      column,
      field,
      rank: exact >= 0 ? exact : without + 50,
      confidence,
      why: `The header "${profile.header}" means ${field.title.toLowerCase()}.`,
    })
  }
  if (out.length === 0) out.push(...byValues(kind, profile, column))
  return out
}

/** How well the values go with the field: 0 not at all, 1 well or empty. */
function fits(field: Field, profile: ColumnProfile): number {
  if (profile.filled === 0) return 0.9
  const share = (count: number) => count / profile.filled
  switch (field.type) {
    case 'email':
      return share(profile.emails) >= 0.3 ? 1 : 0
    case 'date':
    case 'day':
    case 'stage_date':
      return share(profile.dates.all) >= 0.3 || isSerial(profile) ? 1 : 0
    case 'money':
    case 'number':
      return share(profile.numbers) >= 0.3 ? 1 : 0
    case 'flag':
      return share(profile.flags) >= 0.5 ? 1 : 0
    case 'domain':
      return share(profile.domains + profile.emails) >= 0.3 ? 1 : 0.2
    case 'id':
      return share(profile.dates.all) > 0.9 && share(profile.numbers) < 0.5 ? 0 : 1
    default:
      return share(profile.emails) > 0.9 || share(profile.dates.all) > 0.9 ? 0.3 : 1
  }
}

function isSerial(profile: ColumnProfile): boolean {
  const values = [...profile.values.keys()].slice(0, 50)
  return values.length > 0 && values.every((value) => /^[2-7]\d{4}(?:\.\d+)?$/.test(value))
}

function byValues(kind: FileKind, profile: ColumnProfile, column: number): Candidate[] {
  if (profile.filled < 3 || profile.emails / profile.filled < 0.8) return []
  const field = FIELDS[kind].find((entry) => entry.type === 'email')
  return field ? [{ column, field, rank: 99, confidence: 0.5, why: 'Its values are e-mail addresses.' }] : []
}

function systemOf(profiles: readonly ColumnProfile[]): string {
  const headers = profiles.map(({ header }) => header)
  const has = (pattern: RegExp) => headers.some((header) => pattern.test(header))
  const ids = profiles.some(
    (profile) =>
      profile.filled > 0 && profile.salesforceIds >= profile.filled * 0.8 && /id$/i.test(profile.header),
  )
  if (ids || has(/^(?:SystemModstamp|IsDeleted|LastModifiedById|CreatedById|OwnerId)$/i)) return 'salesforce'
  const isHubspot =
    has(/^hs_|^hubspot/i) ||
    has(/^(?:Contact|Deal|Company) owner$/i) ||
    (has(/^Record ID/i) && has(/^Create Date$|^Last Modified Date$/i)) ||
    (has(/^Datensatz-ID/i) && has(/^Zuständiger Mitarbeiter$|^Erstell(?:ungs)?datum$|^Lifecycle-Phase$/i))
  return isHubspot ? 'hubspot' : 'spreadsheet'
}
