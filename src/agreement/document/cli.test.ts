import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkCommand, diffCommand } from './cli.ts'
import { defaultAgreement } from './default.ts'
import { defaultAgreementYaml } from './default-agreement.generated.ts'
import { diffOf } from './diff.ts'
import { CLAUSES } from './rules/diff.ts'
import { AgreementDocument } from './schema.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'agreement-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function run(command: (out: Parameters<typeof checkCommand>[1]) => number, json = false) {
  let stdout = ''
  let stderr = ''
  const code = command({
    json,
    stdout: (text) => {
      stdout += text
    },
    stderr: (text) => {
      stderr += text
    },
  })
  return { code, stdout, stderr }
}

function edited(edit: (draft: AgreementDocument) => void): AgreementDocument {
  const draft = defaultAgreement()
  edit(draft)
  return draft
}
const sentences = (edit: (draft: AgreementDocument) => void) =>
  diffOf(defaultAgreement(), edited(edit)).map((change) => `${change.clause} | ${change.sentence}`)

describe('accord agreement check', () => {
  it('answers 0 for a sound agreement and says what it holds', () => {
    const path = file('sound.yaml', defaultAgreementYaml)
    const { code, stdout } = run((out) => checkCommand(path, out))
    expect(code).toBe(0)
    expect(stdout).toBe(`${path}: this agreement is sound: 13 stages, 27 scoring rules, 9 commitments\n`)
  })

  it('answers 1 with line and column for each problem', () => {
    const path = file('wrong.yaml', defaultAgreementYaml.replace('fit >= 30', 'fti >= 30'))
    const line = defaultAgreementYaml.slice(0, defaultAgreementYaml.indexOf('fit >= 30')).split('\n').length
    const { code, stdout } = run((out) => checkCommand(path, out))
    expect(code).toBe(1)
    expect(stdout).toContain(
      `${path}:${line}:9 error: There is no field fti. Did you mean fit? (qualification.when)\n`,
    )
  })

  it('writes one JSON object for machines', () => {
    const path = file('wrong.yaml', defaultAgreementYaml.replace('fit >= 30', 'fti >= 30'))
    const { code, stdout } = run((out) => checkCommand(path, out), true)
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      problems: [{ column: 9, path: 'qualification.when' }],
    })
  })

  it('answers 2 when there is no such file', () => {
    const { code, stderr } = run((out) => checkCommand(join(folder, 'none.yaml'), out))
    expect(code).toBe(2)
    expect(stderr).toContain('Give the path of an agreement')
  })
})

describe('accord agreement diff', () => {
  it('says that two equal agreements are the same', () => {
    const path = file('sound.yaml', defaultAgreementYaml)
    expect(run((out) => diffCommand(path, path, out))).toMatchObject({
      code: 0,
      stdout: 'The two agreements say the same.\n',
    })
  })

  it('lists differences by clause', () => {
    const a = file('a.yaml', defaultAgreementYaml)
    const b = file(
      'b.yaml',
      defaultAgreementYaml.replace('engagement >= 40', 'engagement >= 50').replace('P7D', 'P5D'),
    )
    const { code, stdout } = run((out) => diffCommand(a, b, out))
    expect(code).toBe(0)
    expect(stdout).toBe(
      'Stages\n  MQL: the time limit shrinks from 7 days to 5 days\nLead definition\n  MQL threshold: engagement rises from 40 to 50\n',
    )
    const { stdout: json } = run((out) => diffCommand(a, b, out), true)
    expect(JSON.parse(json).changes[1]).toEqual({
      clause: 'Lead definition',
      path: 'qualification.when',
      kind: 'changed',
      sentence: 'MQL threshold: engagement rises from 40 to 50',
    })
  })

  it('refuses to compare with an agreement that is not sound', () => {
    const a = file('a.yaml', defaultAgreementYaml)
    const b = file('b.yaml', 'title: x')
    expect(run((out) => diffCommand(a, b, out)).code).toBe(1)
    expect(run((out) => diffCommand(a, join(folder, 'none'), out)).code).toBe(2)
  })
})

describe('differences in plain words', () => {
  it('look at every clause of the document', () => {
    expect(CLAUSES).toEqual(Object.keys(AgreementDocument.shape))
  })

  it.each<[string, (draft: AgreementDocument) => void]>([
    [
      'Scores | Company, 50 to 5000 employees: points rise from 25 to 30',
      (d) => {
        d.scoring.fit.groups[0]!.rules[0]!.points = 30
      },
    ],
    [
      'Scores | The cut point of grade A rises from 70 to 75',
      (d) => {
        d.scoring.fit.grades.a = 75
      },
    ],
    [
      'Lead definition | The hand-raise rule: event.kind loses "contact_request"',
      (d) => {
        d.qualification.handRaise = 'event.kind in ["demo_request"]'
      },
    ],
    [
      'Lead definition | MQL threshold: the rule changes from "fit >= 30 && engagement >= 40" to "engagement >= 40"',
      (d) => {
        d.qualification.when = 'engagement >= 40'
      },
    ],
    [
      'Reasons | The recycle reasons lose Never answered',
      (d) => {
        d.reasons.recycle.shift()
      },
    ],
    [
      'Personas | Personas gain Finance',
      (d) => {
        d.personas.push({
          key: 'finance',
          name: 'Finance',
          role: 'buys',
          titles: [],
          goals: [],
          needs: [],
          objections: [],
        })
      },
    ],
    [
      'Routing | The order of the rules is now Owner of the account, Owner of the open opportunity at the account, Named accounts, Everyone else',
      (d) => {
        d.routing.rules.unshift(...d.routing.rules.splice(1, 1))
      },
    ],
    [
      'Commitments | Lead quality: the error budget falls from 5 % to 2 %',
      (d) => {
        d.commitments[1]!.errorBudget = 0.02
      },
    ],
    [
      'Attribution | The marketing origins gain "Partner"',
      (d) => {
        d.attribution.marketingOrigins.push('Partner')
      },
    ],
    [
      'Hand-off | Hand-raise: the response time shrinks from 2 hours to 30 minutes',
      (d) => {
        d.handOff.responseTimes[0]!.within = 'PT30M'
      },
    ],
    [
      'Effective date | The effective date is now set: "2026-10-01"',
      (d) => {
        d.effectiveFrom = '2026-10-01'
      },
    ],
  ])('%s', (sentence, edit) => {
    expect(sentences(edit)).toEqual([sentence])
  })

  it('finds no difference where only the spelling of a rule differs', () => {
    expect(
      sentences((draft) => {
        draft.qualification.when = 'fit>=30   && engagement>=40'
      }),
    ).toEqual([])
  })

  it('is empty for equal documents and never empty for different ones', () => {
    const points = fc.integer({ min: -1000, max: 1000 })
    fc.assert(
      fc.property(points, points, fc.nat(3), (a, b, group) => {
        const draft = (value: number) =>
          edited((document) => {
            document.scoring.engagement.groups[group]!.rules[0]!.points = value
          })
        expect(diffOf(draft(a), draft(a))).toEqual([])
        expect(diffOf(draft(a), draft(b)).length).toBe(a === b ? 0 : 1)
      }),
      { numRuns: 50 },
    )
  })
})
