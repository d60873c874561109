import { comparedAddress } from '#platform/kernel/domain.ts'
import { parseExpression } from './expressions.ts'
import type { CompiledAgreement, QualificationFacts, StageFacts } from './rules/compiled.ts'
import { predicate, type Scope } from './rules/expression/run.ts'
import { reads, type Term } from './rules/expression/term.ts'
import type { AgreementDocument } from './schema.ts'

/**
 * Turns every expression of an agreement into a plain function, once per version.
 *
 * @throws when an expression cannot be read: compile only what `parseAgreement` accepted
 * @example compileAgreement(defaultAgreement()).isHandRaise(demoRequest) // true
 */
export function compileAgreement(document: AgreementDocument): CompiledAgreement {
  const lists = listsOf(document)
  const { scoring, qualification } = document
  const when = (text: string) => predicate(read(text))
  const intentRule = qualification.intent === undefined ? () => false : when(qualification.intent)
  const handRaiseTerm = read(qualification.handRaise)
  const handRaise = predicate(handRaiseTerm)
  const definition = overFacts(qualification.when, lists)
  const exclusions = qualification.exclusions.map((entry) => ({ key: entry.key, applies: when(entry.when) }))
  const intent = (facts: QualificationFacts) => intentRule({ ...facts, lists })
  return {
    document,
    fitRules: scoring.fit.groups.flatMap((group) =>
      group.rules.map((rule) => {
        const test = when(rule.when)
        return { rule, group: group.key, matches: (person, account) => test({ person, account, lists }) }
      }),
    ),
    engagementRules: scoring.engagement.groups.flatMap((group) =>
      group.rules.map((rule) => {
        const term = read(rule.when)
        const test = predicate(term)
        return {
          rule,
          group: group.key,
          matches: (event, person) => !event.machine && test({ event, person, lists }),
          reads: [...new Set(['event.machine', ...reads(term)])],
        }
      }),
    ),
    intent,
    qualifies: (facts) => definition.test(definition.scope(facts, intent)),
    isHandRaise: (event) => !event.machine && handRaise({ event, lists }),
    handRaiseReads: [...new Set(reads(handRaiseTerm))],
    exclusion: (person, account) => {
      const scope = { person, account, lists }
      return exclusions.find((entry) => entry.applies(scope))?.key ?? null
    },
    stages: document.stages.map((stage) => {
      const { test, scope } = overFacts(stage.entry, lists)
      const enters = (facts: StageFacts) => test(scope(facts, intent))
      return { stage, enters }
    }),
    tracks: document.recycling.tracks.map((track) => {
      const exit = track.exitWhen === undefined ? () => false : when(track.exitWhen)
      return { track, exits: (facts) => exit({ ...facts, lists }) }
    }),
    routing: document.routing.rules.map((rule) => {
      const test = rule.match === 'segment' ? when(rule.when) : () => true
      return { rule, holds: (facts) => test({ ...facts, lists }) }
    }),
    responseTimes: document.handOff.responseTimes.map((responseTime) => {
      const test = responseTime.when === undefined ? () => true : when(responseTime.when)
      const fits = (handRaise: boolean) =>
        responseTime.handRaise === undefined || responseTime.handRaise === handRaise
      return { responseTime, holds: (facts, handRaise) => fits(handRaise) && test({ ...facts, lists }) }
    }),
  }
}

/**
 * An expression over qualification facts. Facts are copied only where the expression reads more than they hold: this runs
 * for each stage at each event of a replay.
 */
function overFacts(text: string, lists: Scope['lists']) {
  const term = read(text)
  const fields = reads(term)
  const usesIntent = fields.includes('intent')
  const usesLists = fields.some((field) => field.startsWith('lists'))
  const scope = (facts: QualificationFacts, intent: (facts: QualificationFacts) => boolean): Scope => {
    if (usesIntent) return { ...facts, lists, intent: intent(facts) }
    return usesLists ? { ...facts, lists } : (facts as unknown as Scope)
  }
  return { test: predicate(term), scope }
}

function read(text: string): Term {
  const parsed = parseExpression(text)
  if (!parsed.ok) throw new Error(`Cannot compile "${text}": ${parsed.fault.message}`)
  return parsed.term
}

/** Domains and addresses are compared in lower case and ASCII, as the facts hold them; so lists hold both spellings. */
function listsOf(document: AgreementDocument): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    document.lists.map((list) => [
      list.key,
      [...new Set(list.values.flatMap((value) => [value, value.toLowerCase(), comparedAddress(value)]))],
    ]),
  )
}
