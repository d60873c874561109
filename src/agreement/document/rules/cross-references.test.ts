import { describe, expect, it } from 'vitest'
import { defaultAgreement } from '../default.ts'
import type { AgreementDocument } from '../schema.ts'
import { crossReferences } from './cross-references.ts'
import { pathText } from './finding.ts'

const found = (edit: (draft: AgreementDocument) => void) => {
  const draft = defaultAgreement()
  edit(draft)
  return crossReferences(draft).map((finding) => `${pathText(finding.path)}: ${finding.message}`)
}

describe('clauses that fit together', () => {
  it('have nothing to correct in the default agreement', () => {
    expect(found(() => {})).toEqual([])
  })

  it('may lead a rejection into a nurture track', () => {
    expect(found((draft) => void draft.recycling.tracks[0]!.reasons.push('no_context'))).toEqual([])
  })

  it.each<[string, (draft: AgreementDocument) => void]>([
    [
      'handOff.to: There is no stage with the key sall. Did you mean sal?',
      (d) => {
        d.handOff.to = 'sall'
      },
    ],
    [
      'handOff.to: A hand-off leads forward: its second stage must come after the first.',
      (d) => {
        d.handOff.to = 'inquiry'
      },
    ],
    [
      'recycling.tracks[0].reasons[0]: There is no recycle or reject reason with the key bad_timeing. Did you mean bad_timing?',
      (d) => {
        d.recycling.tracks[0]!.reasons = ['bad_timeing']
      },
    ],
    [
      'recycling.leavers: Nothing says where the cycles of an owner who leaves go in: Opportunity.',
      (d) => {
        d.recycling.leavers.pop()
      },
    ],
    [
      'stages[1]: MQL is a clocked stage, so it needs a timeLimit.',
      (d) => {
        delete d.stages[1]!.timeLimit
      },
    ],
    [
      'stages[0].timeLimit: Only clocked stages have a time limit; Inquiry is inventory.',
      (d) => {
        d.stages[0]!.timeLimit = 'P1D'
      },
    ],
    [
      'stages[0].reentry: Only exits say whether one may come back; Inquiry is inventory.',
      (d) => {
        d.stages[0]!.reentry = true
      },
    ],
    [
      'stages[2].alsoKnownAs[0]: lead already names the stage inquiry.',
      (d) => {
        d.stages[2]!.alsoKnownAs = ['lead']
      },
    ],
    [
      'scoring.fit.grades.a: Grade A asks for 170 points, but fit ends at 100.',
      (d) => {
        d.scoring.fit.grades.a = 170
      },
    ],
    [
      'scoring.fit.groups[1].rules[0].key: The key size_core is used by two fit rules; give each its own.',
      (d) => {
        d.scoring.fit.groups[1]!.rules[0]!.key = 'size_core'
      },
    ],
    [
      'routing.rules: The last routing rule must be a catch_all, so that no lead is left without an owner.',
      (d) => {
        d.routing.rules.pop()
      },
    ],
    [
      'routing.pools[0].members: Every member of Inbound team has weight 0, so nobody can be chosen.',
      (d) => {
        d.routing.pools[0]!.members = [{ seller: 'a', weight: 0 }]
      },
    ],
    [
      'handOff.responseTimes[0].within: A response time must be longer than nothing.',
      (d) => {
        d.handOff.responseTimes[0]!.within = 'PT0M'
      },
    ],
    [
      'commitments: Sales promises nothing here; an agreement has two sides.',
      (d) => {
        d.commitments = d.commitments.filter((entry) => entry.by !== 'sales')
      },
    ],
    [
      'attribution.halfLifeDays: A half-life belongs to the time_decay model only.',
      (d) => {
        d.attribution.halfLifeDays = 7
      },
    ],
  ])('%s', (sentence, edit) => {
    expect(found(edit)).toEqual([sentence])
  })
})
