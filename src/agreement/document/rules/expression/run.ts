import type { Literal, Sign, Term } from './term.ts'

type Value = Literal | undefined | readonly (string | number | boolean)[]

/** Everything an expression may look at, by the first name of a field; whatever is absent is unknown. */
export type Scope = Readonly<Record<string, unknown>>

type Run = (scope: Scope) => Value

/**
 * Turns an expression into a function that answers yes or no and never throws. What is not known is `null`: it equals
 * nothing else, is neither smaller nor greater, contains nothing, and a result of `null` means no.
 *
 * @example predicate(term of 'fit >= 30')({ fit: 40 }) // true
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
    case 'compare':
      return compare(term.sign, build(term.left), build(term.right))
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

function readField(path: readonly string[]): Run {
  const [first, second, third] = path as [string, string?, string?]
  if (first === 'counts') return (scope) => asValue(own(scope.counts, second!)) ?? 0
  if (second === undefined) return (scope) => asValue(own(scope, first))
  if (third === undefined) return (scope) => asValue(own(own(scope, first), second))
  return (scope) => asValue(path.reduce<unknown>(own, scope))
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
const words = (value: string) =>
  ` ${value
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `

function mentions(left: Run, right: Run): Run {
  return (scope) => {
    const value = text(left(scope))
    const wanted = right(scope)
    if (value === null || wanted === null || wanted === undefined) return false
    const inside = words(value)
    const list = Array.isArray(wanted) ? wanted : [wanted]
    return list.some(
      (word) => typeof word === 'string' && inside.trim() !== '' && inside.includes(words(word)),
    )
  }
}
