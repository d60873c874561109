import type { AgreementDocument } from '../schema.ts'
import { clauseRules } from './clause-rules.ts'
import { error, type Finding, type Path } from './finding.ts'
import { hint } from './near.ts'
import { trackReasons } from './track-reasons.ts'
import { trackRules } from './track-rules.ts'

/**
 * Everything a schema cannot see: names that point nowhere, keys used twice, orders that contradict each other.
 *
 * @returns findings in the order of the document; empty when the clauses fit together
 */
export function crossReferences(document: AgreementDocument): Finding[] {
  return [...duplicates(document), ...references(document), ...clauseRules(document), ...trackRules(document)]
}

interface Keyed {
  key: string
}

function duplicates(document: AgreementDocument): Finding[] {
  const { scoring, routing, reasons, profile } = document
  const lists: [Path, readonly Keyed[]][] = [
    [['lexicon'], document.lexicon],
    [['lists'], document.lists],
    [['profile', 'mustHave'], profile.mustHave],
    [['profile', 'shouldHave'], profile.shouldHave],
    [['profile', 'mustNotHave'], profile.mustNotHave],
    [['personas'], document.personas],
    [['stages'], document.stages],
    [['scoring', 'fit', 'groups'], scoring.fit.groups],
    [['scoring', 'engagement', 'groups'], scoring.engagement.groups],
    [['qualification', 'exclusions'], document.qualification.exclusions],
    [['routing', 'rules'], routing.rules],
    [['routing', 'pools'], routing.pools],
    [['handOff', 'responseTimes'], document.handOff.responseTimes],
    [['calendars'], document.calendars],
    [['reasons', 'reject'], reasons.reject],
    [['reasons', 'recycle'], reasons.recycle],
    [['reasons', 'disqualify'], reasons.disqualify],
    [['reasons', 'reopen'], reasons.reopen],
    [['recycling', 'tracks'], document.recycling.tracks],
    [['commitments'], document.commitments],
    [['goals'], document.goals],
    [['review', 'meetings'], document.review.meetings],
  ]
  return [...lists.flatMap(([path, items]) => twice(path, items)), ...rulesTwice(document)]
}

function twice(path: Path, items: readonly Keyed[]): Finding[] {
  const seen = new Set<string>()
  return items.flatMap((item, index) => {
    if (!seen.has(item.key)) {
      seen.add(item.key)
      return []
    }
    return [
      error([...path, index, 'key'], `The key ${item.key} is used twice in this list; give each its own.`),
    ]
  })
}

/** Points are explained by rule key, so a key names one rule of its axis, whatever its group. */
function rulesTwice({ scoring }: AgreementDocument): Finding[] {
  return (['fit', 'engagement'] as const).flatMap((axis) => {
    const seen = new Set<string>()
    return scoring[axis].groups.flatMap((group, groupIndex) =>
      group.rules.flatMap((rule, index) => {
        if (!seen.has(rule.key)) {
          seen.add(rule.key)
          return []
        }
        const path = ['scoring', axis, 'groups', groupIndex, 'rules', index, 'key']
        return [error(path, `The key ${rule.key} is used by two ${axis} rules; give each its own.`)]
      }),
    )
  })
}

function references(document: AgreementDocument): Finding[] {
  const keys = (items: readonly Keyed[]) => items.map((item) => item.key)
  const stages = keys(document.stages)
  const pools = keys(document.routing.pools)
  const calendars = keys(document.calendars)
  const { routing, handOff, recycling } = document
  const findings: Finding[] = []
  const look = (kind: string, known: readonly string[], path: Path, key: string | undefined) => {
    if (key === undefined || known.includes(key)) return
    findings.push(error(path, `There is no ${kind} with the key ${key}. ${hint(key, known)}`.trim()))
  }
  routing.rules.forEach((rule, index) => {
    if ('pool' in rule) look('pool', pools, ['routing', 'rules', index, 'pool'], rule.pool)
    if (rule.match === 'named_accounts') {
      look('list', keys(document.lists), ['routing', 'rules', index, 'list'], rule.list)
    }
  })
  routing.pools.forEach((pool, index) => {
    look('calendar', calendars, ['routing', 'pools', index, 'calendar'], pool.calendar)
  })
  look('stage', stages, ['handOff', 'from'], handOff.from)
  look('stage', stages, ['handOff', 'to'], handOff.to)
  handOff.responseTimes.forEach((entry, index) => {
    look('calendar', calendars, ['handOff', 'responseTimes', index, 'calendar'], entry.calendar)
  })
  recycling.tracks.forEach((track, index) => {
    track.reasons.forEach((reason, at) => {
      look(
        'recycle or reject reason',
        keys(trackReasons(document)),
        ['recycling', 'tracks', index, 'reasons', at],
        reason,
      )
    })
    look('calendar', calendars, ['recycling', 'tracks', index, 'sendWithin'], track.sendWithin)
  })
  recycling.leavers.forEach((leaver, index) => {
    look('stage', stages, ['recycling', 'leavers', index, 'stage'], leaver.stage)
    look('pool', pools, ['recycling', 'leavers', index, 'pool'], leaver.pool)
  })
  document.commitments.forEach((commitment, index) => {
    look('calendar', calendars, ['commitments', index, 'clock', 'calendar'], commitment.clock.calendar)
  })
  return findings
}
