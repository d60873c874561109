import type { AgreementDocument } from '../schema.ts'
import { type Part, partsDiffer } from './diff-expression.ts'
import { changeOfText, changeOfValue, clauseName, propertyName, verb } from './diff-words.ts'
import type { Term } from './expression/term.ts'
import type { Path } from './finding.ts'
import { messagesOf } from './track-steps.ts'

/** One difference between two agreements, in plain words. */
export interface Change {
  /** clause of the document, e.g. `Stages` */
  clause: string
  /** place in the second document (in the first for what was removed) */
  path: Path
  kind: 'added' | 'removed' | 'changed' | 'moved'
  /** a whole sentence, e.g. `MQL threshold: engagement rises from 40 to 50` */
  sentence: string
}

/** Every clause in the order of the document; a stored document has lost it. */
export const CLAUSES: readonly (keyof AgreementDocument)[] = [
  'format',
  'title',
  'parties',
  'effectiveFrom',
  'timeZone',
  'currency',
  'lexicon',
  'lists',
  'profile',
  'personas',
  'stages',
  'scoring',
  'qualification',
  'routing',
  'handOff',
  'calendars',
  'reasons',
  'followUp',
  'recycling',
  'commitments',
  'goals',
  'attribution',
  'review',
]

interface Comparing {
  read: (expression: string) => Term | null
  clause: string
  /** name of the stage that is handed over, e.g. `MQL` */
  qualified: string
  found: Change[]
}

/**
 * What differs between two agreements, clause by clause; lists are compared by key, so order alone is no difference
 * unless the order means something (stages, routing rules).
 *
 * @param read turns an expression into its tree, so that a changed threshold can be named
 * @returns empty when the documents say the same
 */
export function diffAgreements(
  before: AgreementDocument,
  after: AgreementDocument,
  read: (expression: string) => Term | null,
): Change[] {
  const found: Change[] = []
  for (const name of CLAUSES) {
    const clause = clauseName(name)
    const [from, to] = [own(before, name), own(after, name)]
    compare(from, to, [name], [], { read, clause, found, qualified: qualifiedName(after) })
  }
  return found
}

function qualifiedName(document: AgreementDocument): string {
  const stage = document.stages.find((entry) => entry.key === document.handOff.from)
  return stage?.name ?? 'Qualification'
}

function own(value: unknown, name: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string | number, unknown>)[name]
    : undefined
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function compare(from: unknown, to: unknown, path: Path, subject: readonly string[], c: Comparing): void {
  if (same(from, to)) return
  if (path.at(-1) === 'steps') {
    compareLists(messagesOf(from), messagesOf(to), path, subject, c)
    return
  }
  if (isKeyedList(from) && isKeyedList(to)) {
    compareLists(from, to, path, subject, c)
    return
  }
  if (isObject(from) && isObject(to)) {
    for (const name of new Set([...Object.keys(to), ...Object.keys(from)])) {
      compare(own(from, name), own(to, name), [...path, name], subject, c)
    }
    return
  }
  const property = propertyName(path)
  const isExpression =
    EXPRESSIONS.has(String(path.at(-1))) && typeof from === 'string' && typeof to === 'string'
  const sentences = isExpression ? expressionChange(from, to, c) : [changeOfValue(property, from, to)]
  const heading = isExpression && subject.length === 0 ? [ruleName(path, c)] : subject
  for (const sentence of sentences) add(c, path, 'changed', heading, sentence)
}

/** Expressions outside a list are those of the lead definition. */
function ruleName(path: Path, c: Comparing): string {
  return path.at(-1) === 'when' ? `${c.qualified} threshold` : propertyName(path)
}

const EXPRESSIONS = new Set(['when', 'entry', 'handRaise', 'intent', 'exitWhen'])

function expressionChange(from: string, to: string, c: Comparing): string[] {
  const [before, after] = [c.read(from), c.read(to)]
  const parts: Part[] | null = before && after ? partsDiffer(before, after) : null
  if (parts?.length === 0) return []
  if (parts) return parts.map((part) => changeOfValue(part.name, part.from, part.to))
  return [changeOfText('the rule', from, to)]
}

function add(
  c: Comparing,
  path: Path,
  kind: Change['kind'],
  subject: readonly string[],
  sentence: string,
): void {
  const text = subject.length > 0 ? `${subject.join(', ')}: ${sentence}` : sentence
  c.found.push({ clause: c.clause, path, kind, sentence: text.charAt(0).toUpperCase() + text.slice(1) })
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => same(item, b[index]))
  if (!isObject(a) || !isObject(b)) return false
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => same(own(a, name), own(b, name)))
}

/** What tells the entries of a list apart. */
const IDENTITIES = ['key', 'stage', 'seller'] as const

type Entry = Record<string, unknown>

function identity(entry: Entry): string | null {
  const name = IDENTITIES.find((candidate) => typeof entry[candidate] === 'string')
  return name ? String(entry[name]) : null
}

function isKeyedList(value: unknown): value is Entry[] {
  return Array.isArray(value) && value.every((entry) => isObject(entry) && identity(entry) !== null)
}

function compareLists(
  from: Entry[],
  to: Entry[],
  path: Path,
  subject: readonly string[],
  c: Comparing,
): void {
  const before = new Map(from.map((entry) => [identity(entry)!, entry]))
  const after = new Map(to.map((entry) => [identity(entry)!, entry]))
  const what = propertyName(path)
  to.forEach((entry, index) => {
    const other = before.get(identity(entry)!)
    if (!other)
      add(c, [...path, index], 'added', subject, `${what} ${verb(what, 'gain')} ${entryName(entry)}`)
    else compare(other, entry, [...path, index], [...subject, entryName(entry)], c)
  })
  from.forEach((entry, index) => {
    if (!after.has(identity(entry)!))
      add(c, [...path, index], 'removed', subject, `${what} ${verb(what, 'lose')} ${entryName(entry)}`)
  })
  if (!ORDERED.has(String(path.at(-1)))) return
  const kept = (list: Entry[], other: Map<string, Entry>) =>
    list.map((entry) => identity(entry)!).filter((key) => other.has(key))
  if (kept(from, after).join() !== kept(to, before).join()) {
    add(c, path, 'moved', subject, `the order of ${what} is now ${to.map(entryName).join(', ')}`)
  }
}

/** Lists whose order decides something: the funnel, the first rule that matches, the first response time that holds. */
const ORDERED = new Set(['stages', 'rules', 'responseTimes', 'exclusions', 'steps'])

const entryName = (entry: Entry) =>
  typeof entry.name === 'string' ? entry.name : (identity(entry) ?? 'an entry')
