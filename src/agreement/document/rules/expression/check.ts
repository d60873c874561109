import { hint } from '../near.ts'
import { CALLABLES, FIELDS, type Field, type FieldType, USAGE_NAMES, type Usage } from './fields.ts'
import type { ExpressionFault, Literal, Span, Term } from './term.ts'

/** What an expression may refer to where it stands. */
export interface CheckScope {
  usage: Usage
  /** keys of the agreement's lists */
  lists: readonly string[]
  /** keys of the agreement's stages */
  stages: readonly string[]
}

type Kind = FieldType | 'null'
interface Typed {
  kind: Kind
  /** closed set of values, where the term is a field that has one */
  values?: readonly string[] | undefined
}

/**
 * Checks an expression against the documented fields: unknown names, fields of another place, values that cannot occur,
 * comparisons of text with numbers, and that the answer is yes or no.
 */
export function checkExpression(term: Term, scope: CheckScope): ExpressionFault[] {
  const faults: ExpressionFault[] = []
  const fault = (span: Span, message: string) => void faults.push({ span, message: message.trim() })
  const typed = check(term, { scope, fault })
  if (faults.length === 0) needBoolean(term, typed, fault, 'The whole expression')
  return faults
}

type Fault = (span: Span, message: string) => void
interface Checking {
  scope: CheckScope
  fault: Fault
}

const NAMES: Readonly<Record<Kind, string>> = {
  text: 'text',
  number: 'a number',
  boolean: 'yes or no',
  list: 'a list',
  any: 'anything',
  null: 'null',
}

function check(term: Term, c: Checking): Typed {
  switch (term.op) {
    case 'value':
      return { kind: kindOf(term.value) }
    case 'field':
      return checkField(term.path, term.span, c)
    case 'list':
      for (const item of term.items) {
        if (item.op !== 'value') c.fault(item.span, 'A list in an expression holds plain values only.')
      }
      return { kind: 'list' }
    case 'and':
    case 'or':
      for (const side of [term.left, term.right])
        needBoolean(side, check(side, c), c.fault, 'Each side of && and ||')
      return { kind: 'boolean' }
    case 'not':
      needBoolean(term.of, check(term.of, c), c.fault, 'What follows !')
      return { kind: 'boolean' }
    case 'compare':
      return compare(term, c)
    case 'in':
      return membership(term, c)
    case 'math':
    case 'negative':
      for (const side of term.op === 'math' ? [term.left, term.right] : [term.of])
        needNumber(side, check(side, c), c.fault)
      return { kind: 'number' }
    case 'if':
      return choice(term, c)
    case 'call':
      return call(term, c)
  }
}

function kindOf(value: Literal): Kind {
  if (value === null) return 'null'
  if (typeof value === 'string') return 'text'
  return typeof value === 'number' ? 'number' : 'boolean'
}

function needBoolean(term: Term, typed: Typed, fault: Fault, where: string): void {
  if (typed.kind === 'boolean' || typed.kind === 'any') return
  fault(term.span, `${where} must be yes or no, but this is ${NAMES[typed.kind]}.`)
}

function needNumber(term: Term, typed: Typed, fault: Fault): void {
  if (typed.kind === 'number' || typed.kind === 'any') return
  fault(term.span, `Only numbers can be calculated with, but this is ${NAMES[typed.kind]}.`)
}

function checkField(path: readonly string[], span: Span, { scope, fault }: Checking): Typed {
  const dotted = path.join('.')
  const open = path.length > 1 ? `${path.slice(0, -1).join('.')}.*` : ''
  const field = FIELDS.find((entry) => entry.path === dotted) ?? FIELDS.find((entry) => entry.path === open)
  if (!field) {
    fault(span, `There is no field ${dotted}. ${hint(dotted, fieldNames(scope.usage))}`)
    return { kind: 'any' }
  }
  if (!field.usableIn.includes(scope.usage)) {
    fault(
      span,
      `${dotted} is not known in ${USAGE_NAMES[scope.usage]}, which sees: ${roots(scope.usage).join(', ')}.`,
    )
    return { kind: 'any' }
  }
  return fieldType(field, path, span, scope, fault)
}

function fieldType(
  field: Field,
  path: readonly string[],
  span: Span,
  scope: CheckScope,
  fault: Fault,
): Typed {
  if (field.path === 'lists.*') {
    const key = path[1] ?? ''
    if (!scope.lists.includes(key))
      fault(span, `This agreement has no list ${key}. ${hint(key, scope.lists)}`)
  }
  const isStage = field.path === 'cycle.stage' || field.path === 'cycle.reached'
  return { kind: field.type, values: isStage ? scope.stages : field.values }
}

const fieldNames = (usage: Usage) =>
  FIELDS.filter((entry) => entry.usableIn.includes(usage)).map((entry) => entry.path)
const roots = (usage: Usage) => [...new Set(fieldNames(usage).map((path) => path.split('.')[0]!))]

function compare(term: Extract<Term, { op: 'compare' }>, c: Checking): Typed {
  const left = check(term.left, c)
  const right = check(term.right, c)
  const answer: Typed = { kind: 'boolean' }
  const kinds = [left.kind, right.kind]
  knownValue(term.right, left, c.fault)
  knownValue(term.left, right, c.fault)
  if (kinds.includes('any')) return answer
  const ordered = term.sign !== '==' && term.sign !== '!='
  if (ordered && kinds.some((kind) => kind !== 'number' && kind !== 'text')) {
    c.fault(
      term.span,
      `${term.sign} compares numbers or texts, not ${NAMES[kinds.find((kind) => kind !== 'number' && kind !== 'text')!]}.`,
    )
  } else if (left.kind !== right.kind && !kinds.includes('null')) {
    c.fault(term.span, `This compares ${NAMES[left.kind]} with ${NAMES[right.kind]}, which is never true.`)
  }
  return answer
}

/** A field with a closed set of values can only equal one of them. */
function knownValue(term: Term, against: Typed, fault: Fault): void {
  if (term.op !== 'value' || typeof term.value !== 'string' || !against.values) return
  if (against.values.includes(term.value)) return
  fault(term.span, `"${term.value.slice(0, 60)}" cannot occur here. ${hint(term.value, against.values)}`)
}

function membership(term: Extract<Term, { op: 'in' }>, c: Checking): Typed {
  const left = check(term.left, c)
  const right = check(term.right, c)
  if (right.kind !== 'list' && right.kind !== 'any') {
    c.fault(term.right.span, `After "in" stands a list, but this is ${NAMES[right.kind]}.`)
  }
  if (left.kind === 'list') c.fault(term.left.span, 'Before "in" stands one value, not a list.')
  knownValue(term.left, right, c.fault)
  if (term.right.op === 'list') for (const item of term.right.items) knownValue(item, left, c.fault)
  return { kind: 'boolean' }
}

function choice(term: Extract<Term, { op: 'if' }>, c: Checking): Typed {
  needBoolean(term.condition, check(term.condition, c), c.fault, 'What stands before ?')
  const yes = check(term.yes, c)
  const no = check(term.no, c)
  return { kind: yes.kind === no.kind ? yes.kind : 'any' }
}

function call(term: Extract<Term, { op: 'call' }>, c: Checking): Typed {
  const form = term.on ? 'method' : 'function'
  const found = CALLABLES.find((entry) => entry.form === form && entry.name === term.name)
  if (!found) return { kind: 'any' }
  if (term.on) {
    const on = check(term.on, c)
    const fits = on.kind === 'text' || on.kind === 'any' || (term.name === 'size' && on.kind === 'list')
    if (!fits) c.fault(term.on.span, `${term.name} needs text before it, but this is ${NAMES[on.kind]}.`)
  }
  term.args.forEach((argument, index) => {
    const typed = check(argument, c)
    const wanted = found.arguments[index]!
    if (wanted !== 'any' && typed.kind !== wanted && typed.kind !== 'any') {
      c.fault(argument.span, `${term.name} takes ${NAMES[wanted]} here, but this is ${NAMES[typed.kind]}.`)
    }
  })
  if (term.name === 'has' && term.args[0]?.op !== 'field')
    c.fault(term.span, 'has asks about a field, for example has(account.employees).')
  return { kind: found.returns }
}
