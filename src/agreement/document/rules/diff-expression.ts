import type { Term } from './expression/term.ts'

/** One value that differs between two expressions of the same shape. */
export interface Part {
  /** field it is compared with, e.g. `engagement` */
  name: string
  from: unknown
  to: unknown
}

/**
 * The values that differ between two expressions that are otherwise the same.
 *
 * @returns `null` when more than values differ; empty when only the spelling does
 */
export function partsDiffer(before: Term, after: Term): Part[] | null {
  const parts: Part[] = []
  return walk(before, after, parts) ? parts : null
}

function walk(a: Term, b: Term, parts: Part[]): boolean {
  if (a.op !== b.op) return false
  switch (a.op) {
    case 'value':
      return a.value === (b as typeof a).value
    case 'field':
      return a.path.join('.') === (b as typeof a).path.join('.')
    case 'list': {
      const other = b as typeof a
      return (
        a.items.length === other.items.length &&
        a.items.every((item, index) => walk(item, other.items[index]!, parts))
      )
    }
    case 'not':
    case 'negative':
      return walk(a.of, (b as typeof a).of, parts)
    case 'and':
    case 'or':
      return walk(a.left, (b as typeof a).left, parts) && walk(a.right, (b as typeof a).right, parts)
    case 'compare':
      return compared(a, b as typeof a, parts)
    case 'in':
      return contained(a, b as typeof a, parts)
    case 'math': {
      const other = b as typeof a
      return a.sign === other.sign && walk(a.left, other.left, parts) && walk(a.right, other.right, parts)
    }
    case 'if': {
      const other = b as typeof a
      return (
        walk(a.condition, other.condition, parts) &&
        walk(a.yes, other.yes, parts) &&
        walk(a.no, other.no, parts)
      )
    }
    case 'call':
      return called(a, b as typeof a, parts)
  }
}

function compared(
  a: Extract<Term, { op: 'compare' }>,
  b: Extract<Term, { op: 'compare' }>,
  parts: Part[],
): boolean {
  if (a.sign !== b.sign || !walk(a.left, b.left, parts)) return false
  const known = a.left.op === 'field' && a.right.op === 'value' && b.right.op === 'value'
  if (!known) return walk(a.right, b.right, parts)
  if (a.right.op === 'value' && b.right.op === 'value' && a.right.value !== b.right.value) {
    parts.push({ name: fieldName(a.left), from: a.right.value, to: b.right.value })
  }
  return true
}

function contained(a: Extract<Term, { op: 'in' }>, b: Extract<Term, { op: 'in' }>, parts: Part[]): boolean {
  if (!walk(a.left, b.left, parts)) return false
  if (a.right.op !== 'list' || b.right.op !== 'list') return walk(a.right, b.right, parts)
  return listed(fieldName(a.left), a.right, b.right, parts)
}

function listed(
  name: string,
  a: Extract<Term, { op: 'list' }>,
  b: Extract<Term, { op: 'list' }>,
  parts: Part[],
): boolean {
  const values = (list: Extract<Term, { op: 'list' }>) =>
    list.items.map((item) => (item.op === 'value' ? item.value : null))
  const [from, to] = [values(a), values(b)]
  if (JSON.stringify(from) !== JSON.stringify(to)) parts.push({ name, from, to })
  return true
}

function called(a: Extract<Term, { op: 'call' }>, b: Extract<Term, { op: 'call' }>, parts: Part[]): boolean {
  if (a.name !== b.name || a.args.length !== b.args.length || (a.on === null) !== (b.on === null))
    return false
  if (a.on && b.on && !walk(a.on, b.on, parts)) return false
  return a.args.every((argument, index) => {
    const other = b.args[index]!
    const name = a.on ? fieldName(a.on) : a.name
    if (argument.op === 'list' && other.op === 'list') return listed(name, argument, other, parts)
    if (argument.op !== 'value' || other.op !== 'value') return walk(argument, other, parts)
    if (argument.value !== other.value) parts.push({ name, from: argument.value, to: other.value })
    return true
  })
}

const fieldName = (term: Term) => (term.op === 'field' ? term.path.join('.') : 'a value')
