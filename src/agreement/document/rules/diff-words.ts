import { durationInWords, durationMs } from './durations.ts'
import type { Path } from './finding.ts'

const CLAUSES: Readonly<Record<string, string>> = {
  format: 'Format',
  profile: 'Ideal customer',
  handOff: 'Hand-off',
  followUp: 'Follow-up',
  timeZone: 'Time zone',
  effectiveFrom: 'Effective date',
  qualification: 'Lead definition',
  scoring: 'Scores',
}

const PROPERTIES: Readonly<Record<string, string>> = {
  timeLimit: 'the time limit',
  within: 'the response time',
  halfLife: 'the half-life',
  alsoKnownAs: 'the other known names',
  mustHave: 'what it must have',
  shouldHave: 'what it should have',
  mustNotHave: 'what it must not have',
  handRaise: 'the hand-raise rule',
  entry: 'the entry rule',
  intent: 'the intent rule',
  atLeast: 'the lowest target',
  atMost: 'the highest target',
  errorBudget: 'the error budget',
  lookbackDays: 'the lookback in days',
  steps: 'the messages',
  waitBefore: 'the wait before it',
  body: 'the text',
  exitWhen: 'the exit rule',
  sendWithin: 'the calendar messages are sent in',
  resumeAfter: 'the time until they are looked at again',
  points: 'points',
  effectiveFrom: 'the effective date',
  rules: 'the rules',
  groups: 'the groups',
  reject: 'the reject reasons',
  recycle: 'the recycle reasons',
  disqualify: 'the disqualify reasons',
  reopen: 'the reopen reasons',
}

/** Heading of a clause, e.g. `Hand-off` for `handOff`. */
export function clauseName(name: string): string {
  const plain = spaced(name)
  return CLAUSES[name] ?? plain.charAt(0).toUpperCase() + plain.slice(1)
}

/** What a place is called inside a sentence, e.g. `the time limit`. */
export function propertyName(path: Path): string {
  const names = path.filter((part) => typeof part === 'string')
  const last = names.at(-1) ?? 'the document'
  const known = PROPERTIES[last]
  if (last === 'limit' || last === 'grades' || last === 'rules')
    return `${known ?? `the ${last}`}${axis(path)}`
  if (names.at(-2) === 'grades') return `the cut point of grade ${GRADES[last] ?? last}`
  return known ?? (path.length === 1 ? spaced(last) : `the ${spaced(last)}`)
}

const GRADES: Readonly<Record<string, string>> = { a: 'A', b: 'B', c: 'C', one: '1', two: '2', three: '3' }

const axis = (path: Path) => (path[0] === 'scoring' && path.length <= 3 ? ` of ${String(path[1])}` : '')

const spaced = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/**
 * One changed value as a part of a sentence.
 *
 * @example changeOfValue('engagement', 40, 50) // 'engagement rises from 40 to 50'
 */
export function changeOfValue(name: string, from: unknown, to: unknown): string {
  if (from === undefined) return `${name} is now set: ${said(to)}`
  if (to === undefined) return `${name} is dropped (it was ${said(from)})`
  if (typeof from === 'number' && typeof to === 'number') {
    const [a, b] = name === 'the error budget' ? [percent(from), percent(to)] : [from, to]
    return `${name} ${verb(name, to > from ? 'rise' : 'fall')} from ${a} to ${b}`
  }
  if (isDuration(from) && isDuration(to)) {
    const grown = durationMs(to)! > durationMs(from)!
    return `${name} ${verb(name, grown ? 'grow' : 'shrink')} from ${durationInWords(from)} to ${durationInWords(to)}`
  }
  if (isPlainList(from) && isPlainList(to)) return changeOfList(name, from, to)
  if (typeof from === 'string' && typeof to === 'string') return changeOfText(name, from, to)
  return `${name} changes from ${said(from)} to ${said(to)}`
}

/**
 * A verb that agrees with its subject.
 *
 * @example verb('points', 'rise') // 'rise'
 */
export function verb(subject: string, plain: string): string {
  return /[a-z]s$/.test(subject) && !subject.endsWith('ss') ? plain : `${plain}s`
}

const percent = (share: number) => `${Math.round(share * 10_000) / 100} %`

/** A changed text: both versions when they are short, else only the new one. */
export function changeOfText(name: string, from: string, to: string): string {
  return from.length + to.length <= 240
    ? `${name} changes from "${from}" to "${to}"`
    : `${name} now reads "${to}"`
}

function changeOfList(name: string, from: readonly unknown[], to: readonly unknown[]): string {
  const gained = to.filter((value) => !from.includes(value))
  const lost = from.filter((value) => !to.includes(value))
  const parts = [
    ...(gained.length > 0 ? [`${verb(name, 'gain')} ${gained.map(said).join(', ')}`] : []),
    ...(lost.length > 0 ? [`${verb(name, 'lose')} ${lost.map(said).join(', ')}`] : []),
  ]
  return parts.length > 0
    ? `${name} ${parts.join(' and ')}`
    : `the order of ${name} is now ${to.map(said).join(', ')}`
}

const isDuration = (value: unknown): value is string =>
  typeof value === 'string' && durationMs(value) !== null

const isPlainList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)

function said(value: unknown): string {
  if (typeof value === 'string') return isDuration(value) ? durationInWords(value) : `"${value}"`
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(said).join(', ')
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([name, inner]) => `${spaced(name)} ${said(inner)}`)
    .join(', ')
}
