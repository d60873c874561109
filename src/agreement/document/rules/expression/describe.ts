import { FIELDS } from './fields.ts'
import type { Literal, Sign, Term } from './term.ts'

/**
 * An expression in plain words, for people who do not read CEL.
 *
 * @param stageName name of a stage by its key, e.g. `sal` to `SAL`
 * @example describe(term('fit >= 30 && engagement >= 40')) // 'fit is at least 30 and engagement is at least 40'
 */
export function describe(term: Term, stageName: (key: string) => string = (key) => key): string {
  return say(term, stageName)
}

type StageName = (key: string) => string

const FIXED: Readonly<Record<string, string>> = {
  'event.type == opportunity_created': 'an opportunity is opened',
  'event.type == opportunity_won': 'an opportunity is won',
  'event.type == opportunity_lost': 'an opportunity is lost',
  'event.type == opportunity_stage': 'an opportunity moves on',
  'event.type == stage_reported': 'another system reports a stage',
  'event.type == touch': 'there is a touch',
  'event.direction == inbound': 'it comes from the customer',
  'event.direction == outbound': 'it goes to the customer',
  'event.side == sales': 'it is an activity of sales',
  'event.side == marketing': 'it is an activity of marketing',
  'event.machine': 'a machine made it',
  'not event.machine': 'no machine made it',
  qualified: 'the lead definition is met',
  intent: 'there is buying intent',
  'person.suppressed == true': 'the person must not be written to',
}

const SIGNS: Readonly<Record<Sign, string>> = {
  '==': 'is',
  '!=': 'is not',
  '<': 'is below',
  '<=': 'is at most',
  '>': 'is above',
  '>=': 'is at least',
}

const CALLS: Readonly<Record<string, string>> = {
  contains: 'contains',
  startsWith: 'begins with',
  endsWith: 'ends with',
  mentions: 'mentions',
}

function say(term: Term, stage: StageName): string {
  switch (term.op) {
    case 'value':
      return quote(term.value)
    case 'field':
      return FIXED[term.path.join('.')] ?? fieldName(term.path)
    case 'list':
      return oneOf(term.items.map((item) => say(item, stage)))
    case 'and':
    case 'or':
      if (reportedStage(term)) return `another system reports the stage ${stage(reportedStage(term)!)}`
      return [term.left, term.right]
        .map((side) => joined(side, term.op, stage))
        .join(term.op === 'and' ? ' and ' : ', or ')
    case 'not':
      return negated(term.of, stage)
    case 'compare':
      return compared(term, stage)
    case 'in':
      return member(term, stage)
    case 'math':
      return `${say(term.left, stage)} ${MATH[term.sign]} ${say(term.right, stage)}`
    case 'negative':
      return `minus ${say(term.of, stage)}`
    case 'if':
      return `${say(term.yes, stage)} if ${say(term.condition, stage)}, else ${say(term.no, stage)}`
    case 'call':
      return called(term, stage)
  }
}

/** `event.type == "stage_reported" && event.stage == "sal"` is one thought. */
function reportedStage(term: Term): string | null {
  if (term.op !== 'and' || !isEqual(term.left, 'event.type', 'stage_reported') || term.right.op !== 'compare')
    return null
  const { left, right, sign } = term.right
  const matches = sign === '==' && left.op === 'field' && left.path.join('.') === 'event.stage'
  return matches && right.op === 'value' && typeof right.value === 'string' ? right.value : null
}

function isEqual(term: Term, path: string, value: string): boolean {
  if (term.op !== 'compare' || term.sign !== '==' || term.left.op !== 'field') return false
  return term.left.path.join('.') === path && term.right.op === 'value' && term.right.value === value
}

const MATH = { '+': 'plus', '-': 'minus', '*': 'times', '/': 'divided by', '%': 'modulo' }

function joined(side: Term, within: 'and' | 'or', stage: StageName): string {
  const text = say(side, stage)
  return within === 'and' && side.op === 'or' ? `(${text})` : text
}

function negated(term: Term, stage: StageName): string {
  const fixed = term.op === 'field' ? FIXED[`not ${term.path.join('.')}`] : undefined
  if (fixed) return fixed
  if (term.op === 'call' && term.name === 'has') return `${say(term.args[0]!, stage)} is not known`
  return `not (${say(term, stage)})`
}

function compared(term: Extract<Term, { op: 'compare' }>, stage: StageName): string {
  const { left, right, sign } = term
  if (left.op === 'field' && right.op === 'value') {
    const path = left.path.join('.')
    const fixed = FIXED[`${path} ${sign} ${String(right.value)}`]
    if (fixed) return fixed
    if (path === 'event.kind' && sign === '==') return `it is ${kindName(right.value)}`
    if ((path === 'event.stage' || path === 'cycle.stage') && typeof right.value === 'string') {
      return `the stage ${SIGNS[sign]} ${stage(right.value)}`
    }
    if (right.value === null) return `${say(left, stage)} ${sign === '!=' ? 'is known' : 'is not known'}`
  }
  return `${say(left, stage)} ${SIGNS[sign]} ${say(right, stage)}`
}

function member(term: Extract<Term, { op: 'in' }>, stage: StageName): string {
  const { left, right } = term
  const path = right.op === 'field' ? right.path.join('.') : ''
  if (path === 'cycle.reached' && left.op === 'value')
    return `${stage(String(left.value))} was reached before`
  if (left.op === 'field' && left.path.join('.') === 'event.kind' && right.op === 'list') {
    return `it is ${oneOf(right.items.map((item) => kindName(item.op === 'value' ? item.value : null)))}`
  }
  const list =
    right.op === 'field' ? `in the list "${right.path.at(-1)!.replaceAll('_', ' ')}"` : say(right, stage)
  return `${say(left, stage)} is ${list}`
}

function called(term: Extract<Term, { op: 'call' }>, stage: StageName): string {
  const argument = term.args[0]
  if (term.name === 'has') return `${say(argument!, stage)} is known`
  if (term.name === 'size') return `the number of ${say(term.on ?? argument!, stage)}`
  if (term.name === 'lowerAscii') return say(term.on!, stage)
  const list = argument?.op === 'field' && argument.path[0] === 'lists'
  const what = list ? `a word of the list "${argument.path[1]!.replaceAll('_', ' ')}"` : say(argument!, stage)
  return `${say(term.on!, stage)} ${CALLS[term.name] ?? term.name} ${what}`
}

function quote(value: Literal): string {
  if (typeof value === 'string') return `"${value}"`
  if (value === null) return 'unknown'
  return typeof value === 'number' ? value.toLocaleString('en') : String(value)
}

const oneOf = (items: readonly string[]) =>
  items.length < 2 ? (items[0] ?? 'nothing') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)!}`

const VOWEL = /^[aeiou]/

const KINDS: Readonly<Record<string, string>> = {
  form_submit: 'filled-in form',
  email_open: 'opened e-mail',
  email_click: 'click in an e-mail',
  email_reply: 'reply to an e-mail',
  email_sent: 'sent e-mail',
  webinar_registered: 'webinar registration',
  webinar_attended: 'webinar visit',
  event_attended: 'visit to an event',
  ad_click: 'click on an advertisement',
  ad_impression: 'shown advertisement',
  product_use: 'use of the product',
  call_connected: 'call that was answered',
  social: 'contact on social media',
  other: 'touch of another kind',
}

/** A kind of touch with its article, e.g. `a demo request`. */
function kindName(value: Literal): string {
  const name = KINDS[String(value)] ?? String(value).replaceAll('_', ' ')
  return `${VOWEL.test(name) && !name.startsWith('use') ? 'an' : 'a'} ${name}`
}

const NAMES: Readonly<Record<string, string>> = {
  fit: 'fit',
  engagement: 'engagement',
  'person.email': 'the e-mail address',
  'person.domain': 'the domain of the e-mail address',
  'person.jobTitle': 'the job title',
  'person.country': "the person's country",
  'person.source': 'the original source',
  'account.name': 'the company',
  'account.employees': 'the number of employees',
  'account.annualRevenue': 'yearly revenue',
  'account.domain': "the company's domain",
  'event.subject': 'its subject',
  'event.channel': 'its channel',
  'event.campaign': 'its campaign',
  'cycle.days': 'the age of the cycle in days',
}

function fieldName(path: readonly string[]): string {
  const dotted = path.join('.')
  const known = NAMES[dotted]
  if (known) return known
  if (path[0] === 'counts') return `the number of touches of kind ${path[1]!.replaceAll('_', ' ')}`
  if (path[1] === 'attributes') return `"${path[2]}" of the ${path[0] === 'account' ? 'company' : 'person'}`
  const field = FIELDS.find((entry) => entry.path === dotted)
  const last = (path.at(-1) ?? '').replaceAll('_', ' ')
  return field && path[0] === 'account' ? `the company's ${last}` : `the ${last}`
}
