import type { AgreementDocument } from '../schema.ts'
import { durationMs } from './durations.ts'
import { error, type Finding, warning } from './finding.ts'

/**
 * What each clause must hold within itself: orders that make sense, times where they belong, two sides that promise.
 *
 * @returns findings in the order of the document
 */
export function clauseRules(document: AgreementDocument): Finding[] {
  return [
    ...stageRules(document),
    ...scoringRules(document),
    ...routingRules(document),
    ...handOffRules(document),
    ...promiseRules(document),
  ]
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
