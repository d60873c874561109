import type { AgreementDocument } from '../schema.ts'
import { durationMs } from './durations.ts'
import type { Finding, Path } from './finding.ts'
import { hint } from './near.ts'

/**
 * Everything a schema cannot see: names that point nowhere, keys used twice, orders that contradict each other.
 *
 * @returns findings in the order of the document; empty when the clauses fit together
 */
export function crossReferences(document: AgreementDocument): Finding[] {
  return [
    ...duplicates(document),
    ...references(document),
    ...stageRules(document),
    ...scoringRules(document),
    ...routingRules(document),
    ...handOffRules(document),
    ...promiseRules(document),
  ]
}

const error = (path: Path, message: string): Finding => ({ path, message, severity: 'error' })
const warning = (path: Path, message: string): Finding => ({ path, message, severity: 'warning' })

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
        'recycle reason',
        keys(document.reasons.recycle),
        ['recycling', 'tracks', index, 'reasons', at],
        reason,
      )
    })
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

function stageRules({ stages, recycling }: AgreementDocument): Finding[] {
  const findings: Finding[] = []
  const known = new Map<string, string>()
  stages.forEach((stage, index) => {
    const path = ['stages', index]
    if (stage.kind === 'clocked' && stage.timeLimit === undefined) {
      findings.push(error(path, `${stage.name} is a clocked stage, so it needs a timeLimit.`))
    }
    if (stage.kind !== 'clocked' && stage.timeLimit !== undefined) {
      findings.push(
        error(
          [...path, 'timeLimit'],
          `Only clocked stages have a time limit; ${stage.name} is ${stage.kind}.`,
        ),
      )
    }
    if (stage.kind !== 'exit' && stage.reentry !== undefined) {
      findings.push(
        error(
          [...path, 'reentry'],
          `Only exits say whether one may come back; ${stage.name} is ${stage.kind}.`,
        ),
      )
    }
    ;(stage.alsoKnownAs ?? []).forEach((name, at) => {
      const other = known.get(name.toLowerCase())
      if (other !== undefined && other !== stage.key) {
        findings.push(error([...path, 'alsoKnownAs', at], `${name} already names the stage ${other}.`))
      }
      known.set(name.toLowerCase(), stage.key)
    })
  })
  const covered = new Set(recycling.leavers.map((leaver) => leaver.stage))
  const open = stages.filter((stage) => stage.kind === 'clocked' && !covered.has(stage.key))
  if (open.length > 0) {
    const names = open.map((stage) => stage.name).join(', ')
    findings.push(
      warning(
        ['recycling', 'leavers'],
        `Nothing says where the cycles of an owner who leaves go in: ${names}.`,
      ),
    )
  }
  return findings
}

function scoringRules({ scoring }: AgreementDocument): Finding[] {
  const { a, b, c } = scoring.fit.grades
  const { one, two, three } = scoring.engagement.grades
  const findings: Finding[] = []
  if (!(a > b && b > c)) {
    findings.push(
      error(['scoring', 'fit', 'grades'], 'Grade A must ask for more points than B, and B for more than C.'),
    )
  }
  if (!(one > two && two > three)) {
    findings.push(
      error(
        ['scoring', 'engagement', 'grades'],
        'Grade 1 must ask for more points than 2, and 2 for more than 3.',
      ),
    )
  }
  if (a > scoring.fit.limit) {
    findings.push(
      error(
        ['scoring', 'fit', 'grades', 'a'],
        `Grade A asks for ${a} points, but fit ends at ${scoring.fit.limit}.`,
      ),
    )
  }
  if (one > scoring.engagement.limit) {
    const message = `Grade 1 asks for ${one} points, but engagement ends at ${scoring.engagement.limit}.`
    findings.push(error(['scoring', 'engagement', 'grades', 'one'], message))
  }
  return findings
}

function routingRules({ routing }: AgreementDocument): Finding[] {
  const findings: Finding[] = []
  const catchAlls = routing.rules.flatMap((rule, index) => (rule.match === 'catch_all' ? [index] : []))
  if (catchAlls.length === 0) {
    findings.push(
      error(
        ['routing', 'rules'],
        'The last routing rule must be a catch_all, so that no lead is left without an owner.',
      ),
    )
  }
  for (const index of catchAlls.slice(1)) {
    findings.push(
      error(['routing', 'rules', index], 'There is more than one catch_all; keep one, as the last rule.'),
    )
  }
  if (catchAlls.length > 0 && catchAlls[0] !== routing.rules.length - 1) {
    findings.push(
      error(
        ['routing', 'rules', catchAlls[0]!],
        'The catch_all must be the last rule: those after it would never match.',
      ),
    )
  }
  routing.pools.forEach((pool, index) => {
    if (pool.members.length > 0 && pool.members.every((member) => member.weight === 0)) {
      findings.push(
        error(
          ['routing', 'pools', index, 'members'],
          `Every member of ${pool.name} has weight 0, so nobody can be chosen.`,
        ),
      )
    }
  })
  return findings
}

function handOffRules({ handOff, stages }: AgreementDocument): Finding[] {
  const findings: Finding[] = []
  const at = (key: string) => stages.findIndex((stage) => stage.key === key)
  const [from, to] = [at(handOff.from), at(handOff.to)]
  if (from >= 0 && to >= 0 && from >= to) {
    findings.push(
      error(['handOff', 'to'], 'A hand-off leads forward: its second stage must come after the first.'),
    )
  }
  handOff.responseTimes.forEach((entry, index) => {
    if (durationMs(entry.within) === 0) {
      findings.push(
        error(['handOff', 'responseTimes', index, 'within'], 'A response time must be longer than nothing.'),
      )
    }
  })
  return findings
}

function promiseRules({ commitments, attribution }: AgreementDocument): Finding[] {
  const findings: Finding[] = []
  for (const team of ['marketing', 'sales'] as const) {
    if (!commitments.some((commitment) => commitment.by === team)) {
      findings.push(
        warning(
          ['commitments'],
          `${team === 'sales' ? 'Sales' : 'Marketing'} promises nothing here; an agreement has two sides.`,
        ),
      )
    }
  }
  if (attribution.halfLifeDays !== undefined && attribution.model !== 'time_decay') {
    findings.push(error(['attribution', 'halfLifeDays'], 'A half-life belongs to the time_decay model only.'))
  }
  return findings
}
