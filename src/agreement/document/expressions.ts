import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js'
import { CALLABLES } from './rules/expression/fields.ts'
import type { ExpressionFault, Sign, Span, Term } from './rules/expression/term.ts'
import { hint } from './rules/near.ts'

/**
 * Reads CEL text into the few forms an agreement allows. The library parses; nothing it can evaluate is ever run:
 * forms outside the list are refused here, so an expression stays data.
 */

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 1_000, maxDepth: 60, maxListElements: 500, maxMapEntries: 0, maxCallArguments: 4 },
})

export type ParsedExpression = { ok: true; term: Term } | { ok: false; fault: ExpressionFault }

/** The tree of an expression, or the first place where it cannot be read. */
export function parseExpression(text: string): ParsedExpression {
  try {
    return { ok: true, term: toTerm(environment.parse(text).ast) }
  } catch (failure) {
    if (failure instanceof Refused) return { ok: false, fault: failure.fault }
    if (failure instanceof ParseError) {
      const range = failure.range ?? { start: 0, end: text.length }
      return {
        ok: false,
        fault: { span: { start: range.start, end: range.end }, message: syntaxSentence(failure, text) },
      }
    }
    return {
      ok: false,
      fault: { span: { start: 0, end: text.length }, message: 'This expression cannot be read.' },
    }
  }
}

class Refused extends Error {
  readonly fault: ExpressionFault
  constructor(span: Span, message: string) {
    super(message)
    this.fault = { span, message }
  }
}

function syntaxSentence(failure: ParseError, text: string): string {
  const at = failure.range?.start ?? text.length
  const here = text.slice(at, at + 5)
  if (failure.code === 'limit_exceeded') {
    return failure.summary.includes('Map')
      ? 'Maps are not part of agreement expressions.'
      : 'This expression is too large; split the rule.'
  }
  if (failure.code === 'unterminated_string') return 'This text has no closing quote.'
  if (/^=(?!=)/.test(here)) return 'Write == to compare.'
  if (/^&(?!&)/.test(here) || /^and\b/i.test(text.slice(at - 1, at + 3).trim())) return 'Write && for "and".'
  if (/^\|(?!\|)/.test(here)) return 'Write || for "or".'
  if (failure.summary.includes('EOF')) return 'The expression ends too early.'
  return `The expression cannot be read from here on: ${here === '' ? 'its end' : here}`
}

const COMPARISONS: Readonly<Record<string, Sign>> = {
  '==': '==',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}

function toTerm(node: ASTNode): Term {
  const span = { start: node.start, end: node.end }
  switch (node.op) {
    case 'value':
      return { op: 'value', value: literal(node.args, span), span }
    case 'id':
    case '.':
    case '[]':
      return { op: 'field', path: pathOf(node), span }
    case 'list':
      return { op: 'list', items: node.args.map(toTerm), span }
    case '&&':
      return { op: 'and', left: toTerm(node.args[0]), right: toTerm(node.args[1]), span }
    case '||':
      return { op: 'or', left: toTerm(node.args[0]), right: toTerm(node.args[1]), span }
    case '!_':
      return { op: 'not', of: toTerm(node.args), span }
    case '-_':
      return negative(toTerm(node.args), span)
    case '?:':
      return {
        op: 'if',
        condition: toTerm(node.args[0]),
        yes: toTerm(node.args[1]),
        no: toTerm(node.args[2]),
        span,
      }
    case 'in':
      return { op: 'in', left: toTerm(node.args[0]), right: toTerm(node.args[1]), span }
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return { op: 'math', sign: node.op, left: toTerm(node.args[0]), right: toTerm(node.args[1]), span }
    case 'call':
      return call(node.args[0], null, node.args[1], span)
    case 'rcall':
      return call(node.args[0], node.args[1], node.args[2], span)
    default: {
      const sign = COMPARISONS[node.op]
      if (!sign) throw new Refused(span, `The form ${node.op} is not part of agreement expressions.`)
      const [left, right] = node.args as [ASTNode, ASTNode]
      return { op: 'compare', sign, left: toTerm(left), right: toTerm(right), span }
    }
  }
}

function literal(value: unknown, span: Span): string | number | boolean | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  const number = typeof value === 'bigint' ? Number(value) : value
  if (typeof number === 'number' && Number.isFinite(number) && Math.abs(number) <= 1e15) return number
  throw new Refused(span, 'Only text, numbers up to 10^15, true, false and null may stand here.')
}

function negative(of: Term, span: Span): Term {
  return of.op === 'value' && typeof of.value === 'number'
    ? { op: 'value', value: -of.value, span }
    : { op: 'negative', of, span }
}

/** `person.attributes["Lead rating"]` and `person.attributes.rating` are both a path of names. */
function pathOf(node: ASTNode): string[] {
  if (node.op === 'id') return [node.args]
  if (node.op === '.') return [...pathOf(node.args[0]), node.args[1]]
  if (node.op === '[]') {
    const [of, index] = node.args
    if (index.op === 'value' && typeof index.args === 'string') return [...pathOf(of), index.args]
    throw new Refused({ start: index.start, end: index.end }, 'Name a field here, as text in quotes.')
  }
  throw new Refused(
    { start: node.start, end: node.end },
    'A field must be written by its name, such as person.country.',
  )
}

const REFUSED_CALLS: Readonly<Record<string, string>> = {
  matches: 'Patterns are not part of agreement expressions; use mentions, contains, startsWith or endsWith.',
  exists: 'Write "value in list" in place of exists.',
  all: 'Lists are only looked up here, with "value in list".',
  filter: 'Lists are only looked up here, with "value in list".',
  map: 'Lists are only looked up here, with "value in list".',
}

function call(name: string, on: ASTNode | null, args: readonly ASTNode[], span: Span): Term {
  const form = on ? 'method' : 'function'
  const known = CALLABLES.filter((entry) => entry.form === form)
  const found = known.find((entry) => entry.name === name)
  if (!found) {
    const names = known.map((entry) => entry.name)
    const refusal = Object.hasOwn(REFUSED_CALLS, name)
      ? REFUSED_CALLS[name]!
      : `There is no ${form} ${name}. ${hint(name, names)}`
    throw new Refused(span, refusal.trim())
  }
  if (args.length !== found.arguments.length) {
    throw new Refused(
      span,
      `${name} takes ${found.arguments.length} value${found.arguments.length === 1 ? '' : 's'}, for example: ${found.example}`,
    )
  }
  return { op: 'call', name, on: on ? toTerm(on) : null, args: args.map(toTerm), span }
}
