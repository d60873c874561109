import { FIELDS } from './fields.ts'
import type { Literal, Sign, Term } from './term.ts'

type Value = Literal | undefined | readonly (string | number | boolean)[]

/** Everything an expression may look at, by the first name of a field; whatever is absent is unknown. */
export type Scope = Readonly<Record<string, unknown>>

type Run = (scope: Scope) => Value

/**
 * Turns an expression into a function that answers yes or no and never throws. What is not known is `null`: it equals
 * nothing else, is neither smaller nor greater, contains nothing, and a result of `null` means no.
 *
 * @example predicate(term('fit >= 30'))({ fit: 40 }) // true
 */
export function predicate(term: Term): (scope: Scope) => boolean {
  const run = build(term)
  return (scope) => run(scope) === true
}

function build(term: Term): Run {
  switch (term.op) {
    case 'value': {
      const { value } = term
      return () => value
    }
    case 'field':
      return readField(term.path)
    case 'list': {
      const values = constants(term)
      return () => values
    }
    case 'and': {
      const [left, right] = [build(term.left), build(term.right)]
      return (scope) => left(scope) === true && right(scope) === true
    }
    case 'or': {
      const [left, right] = [build(term.left), build(term.right)]
      return (scope) => left(scope) === true || right(scope) === true
    }
    case 'not': {
      const of = build(term.of)
      return (scope) => of(scope) !== true
    }
    case 'compare': {
      const [left, right] = [build(term.left), build(term.right)]
      const simple =
        term.sign === '==' && term.right.op === 'value' ? equalsText(left, term.right.value) : null
      return simple ?? compare(term.sign, left, right)
    }
    case 'in':
      return membership(term.left, term.right)
    case 'math':
      return math(term.sign, build(term.left), build(term.right))
    case 'negative':
      return math('-', () => 0, build(term.of))
    case 'if': {
      const [condition, yes, no] = [build(term.condition), build(term.yes), build(term.no)]
      return (scope) => (condition(scope) === true ? yes(scope) : no(scope))
    }
    case 'call':
      return call(term)
  }
}

/** Own properties only, so that nothing but data can ever be reached. */
function own(from: unknown, name: string): unknown {
  return typeof from === 'object' && from !== null && Object.hasOwn(from, name) ? (from as Scope)[name] : null
}

/** Documented fields may be read directly; any other name only as a property of its own. */
const DOCUMENTED = new Set(FIELDS.map((field) => field.path))

type Facts = Readonly<Record<string, unknown>> | null | undefined

function readField(path: readonly string[]): Run {
  const [first, second, third] = path as [string, string?, string?]
  if (second !== undefined && third === undefined && DOCUMENTED.has(`${first}.${second}`)) {
    if (first === 'event') return (scope) => documented(scope.event as Facts, second)
    if (first === 'person') return (scope) => documented(scope.person as Facts, second)
    if (first === 'account') return (scope) => documented(scope.account as Facts, second)
  }
  if (first === 'counts') return (scope) => asValue(own(scope.counts, second!)) ?? 0
  if (second === undefined) return (scope) => asValue(own(scope, first))
  if (third === undefined) return (scope) => asValue(own(own(scope, first), second))
  return (scope) => asValue(path.reduce<unknown>(own, scope))
}

function documented(facts: Facts, name: string): Value {
  const value = facts?.[name]
  return typeof value === 'string' ? value : asValue(value)
}

function asValue(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return Array.isArray(value) ? (value as Value) : null
}

function constants(term: Extract<Term, { op: 'list' }>): (string | number | boolean)[] {
  return term.items.flatMap((item) => (item.op === 'value' && item.value !== null ? [item.value] : []))
}

/** A text that reads as a number counts as one beside a number: sources write numbers as text. */
function number(value: Value): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return null
  const read = Number(value)
  return Number.isFinite(read) ? read : null
}

function equal(a: Value, b: Value): boolean {
  if (a === b) return true
  if (typeof a === 'number' && typeof b === 'string') return a === number(b)
  if (typeof a === 'string' && typeof b === 'number') return number(a) === b
  return (a ?? null) === (b ?? null)
}

/** The commonest rule by far: a field against a text that is no number. */
function equalsText(left: Run, wanted: Value): Run | null {
  if (typeof wanted !== 'string' || number(wanted) !== null) return null
  return (scope) => left(scope) === wanted
}

function compare(sign: Sign, left: Run, right: Run): Run {
  if (sign === '==') return (scope) => equal(left(scope), right(scope))
  if (sign === '!=') return (scope) => !equal(left(scope), right(scope))
  const holds: (order: number) => boolean =
    sign === '<' ? (o) => o < 0 : sign === '<=' ? (o) => o <= 0 : sign === '>' ? (o) => o > 0 : (o) => o >= 0
  return (scope) => {
    const [a, b] = [left(scope), right(scope)]
    if (typeof a === 'string' && typeof b === 'string') return holds(a < b ? -1 : a > b ? 1 : 0)
    const [x, y] = [number(a), number(b)]
    return x !== null && y !== null && holds(x - y)
  }
}

function membership(left: Term, right: Term): Run {
  const value = build(left)
  if (right.op === 'list') {
    const set = new Set<Value>(constants(right))
    return (scope) => set.has(value(scope))
  }
  const list = build(right)
  const sets = new WeakMap<object, ReadonlySet<Value>>()
  return (scope) => {
    const values = list(scope)
    if (!Array.isArray(values)) return false
    const wanted = value(scope)
    if (values.length < 20) return values.includes(wanted as string)
    let set = sets.get(values)
    if (!set) {
      set = new Set<Value>(values)
      sets.set(values, set)
    }
    return set.has(wanted)
  }
}

function math(sign: '+' | '-' | '*' | '/' | '%', left: Run, right: Run): Run {
  return (scope) => {
    const [a, b] = [number(left(scope)), number(right(scope))]
    if (a === null || b === null) return null
    const result =
      sign === '+' ? a + b : sign === '-' ? a - b : sign === '*' ? a * b : sign === '/' ? a / b : a % b
    return Number.isFinite(result) ? result : null
  }
}

const text = (value: Value): string | null => (typeof value === 'string' ? value : null)

function call(term: Extract<Term, { op: 'call' }>): Run {
  const on = build(term.on ?? term.args[0]!)
  const argument = term.args[0] ? build(term.args[0]) : () => null
  switch (term.name) {
    case 'contains':
      return onText(on, argument, (a, b) => a.includes(b))
    case 'startsWith':
      return onText(on, argument, (a, b) => a.startsWith(b))
    case 'endsWith':
      return onText(on, argument, (a, b) => a.endsWith(b))
    case 'mentions':
      return mentions(on, argument)
    case 'lowerAscii':
      return (scope) => text(on(scope))?.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) ?? null
    case 'size':
      return (scope) => {
        const value = on(scope)
        return typeof value === 'string' || Array.isArray(value) ? value.length : 0
      }
    case 'has':
      return (scope) => (on(scope) ?? null) !== null
    default:
      return () => null
  }
}

function onText(left: Run, right: Run, test: (a: string, b: string) => boolean): Run {
  return (scope) => {
    const [a, b] = [text(left(scope)), text(right(scope))]
    return a !== null && b !== null && test(a, b)
  }
}

/** Words stand between spaces once everything that is neither letter nor digit has become a space. */
const words = (value: string): string =>
  ` ${value
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `

/** Several rules ask about the same job title one after the other. */
let latest = { text: '', words: words('') }

function wordsOf(text: string): string {
  if (latest.text !== text) latest = { text, words: words(text) }
  return latest.words
}

const wantedWords = new WeakMap<object, readonly string[]>()

/** The words of a list, worked out once per list. */
function wantedOf(value: Value): readonly string[] {
  if (typeof value === 'string') return [words(value)]
  if (!Array.isArray(value)) return []
  let found = wantedWords.get(value)
  if (!found) {
    found = value.flatMap((word) =>
      typeof word === 'string' && words(word).trim() !== '' ? [words(word)] : [],
    )
    wantedWords.set(value, found)
  }
  return found
}

function mentions(left: Run, right: Run): Run {
  return (scope) => {
    const value = text(left(scope))
    if (value === null) return false
    const inside = wordsOf(value)
    return inside.trim() !== '' && wantedOf(right(scope)).some((word) => inside.includes(word))
  }
}
