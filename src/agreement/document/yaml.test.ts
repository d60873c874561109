import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultAgreement } from './default.ts'
import { defaultAgreementYaml } from './default-agreement.generated.ts'
import { agreementJsonSchema, defaultAgreementModule, withTables } from './generated.ts'
import type { AgreementDocument } from './schema.ts'
import { parseAgreement, toYaml } from './yaml.ts'

const problems = (text: string) => {
  const parsed = parseAgreement(text)
  return parsed.ok ? parsed.warnings : parsed.problems
}
const first = (text: string) => problems(text)[0]
const changed = (from: string, to: string) => {
  expect(defaultAgreementYaml).toContain(from)
  return defaultAgreementYaml.replace(from, to)
}
/** line and column of a text, counted by hand */
const at = (text: string, part: string) => {
  const before = text.slice(0, text.indexOf(part)).split('\n')
  return { line: before.length, column: before.at(-1)!.length + 1 }
}

describe('the default agreement', () => {
  it('is sound, without a warning', () => {
    expect(problems(defaultAgreementYaml)).toEqual([])
  })

  it('has the stages of the trade in their order', () => {
    expect(defaultAgreement().stages.map((stage) => stage.name)).toEqual([
      'Inquiry',
      'MQL',
      'SAL',
      'SQL',
      'Opportunity',
      'Customer',
      'Onboarded',
      'Renewed',
      'Expanded',
      'Recycled',
      'Disqualified',
      'Lost',
      'Churned',
    ])
  })

  it('is a copy of one’s own each time', () => {
    const mine = defaultAgreement()
    mine.title = 'Changed'
    expect(defaultAgreement().title).not.toBe('Changed')
  })

  it('explains itself clause by clause', () => {
    const lines = defaultAgreementYaml.split('\n')
    for (const clause of Object.keys(defaultAgreement())) {
      if (['title', 'currency', 'format', 'timeZone'].includes(clause)) continue
      const line = lines.findIndex((text) => text.startsWith(`${clause}:`))
      expect(lines[line - 1], clause).toMatch(/^#/)
    }
  })

  it('is the file beside this test; the JSON Schema and the documented fields are up to date', () => {
    const text = readFileSync(new URL('./default.yaml', import.meta.url), 'utf8')
    const module = readFileSync(new URL('./default-agreement.generated.ts', import.meta.url), 'utf8')
    expect(module === defaultAgreementModule(text), 'run npm run generate').toBe(true)
    const schema = readFileSync(new URL('../../../docs/api/agreement.schema.json', import.meta.url), 'utf8')
    expect(schema === agreementJsonSchema(), 'run npm run generate').toBe(true)
    const chapter = readFileSync(new URL('../../../docs/method/agreement.md', import.meta.url), 'utf8')
    expect(chapter === withTables(chapter), 'run npm run generate').toBe(true)
    expect(chapter).toContain('| `account.employees` | number, people |')
  })
})

describe('out to YAML and in again', () => {
  it('gives the same document', () => {
    const parsed = parseAgreement(toYaml(defaultAgreement()))
    expect(parsed.ok && parsed.value).toEqual(defaultAgreement())
  })

  it('keeps any text, however odd', () => {
    const text = fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme' })

    fc.assert(
      fc.property(
        text,
        text,
        fc.double({ min: -1000, max: 1000, noNaN: true }),
        (name, definition, points) => {
          const document = edited((draft) => {
            draft.stages[0]!.name = name.slice(0, 60)
            draft.stages[0]!.definition = definition
            draft.lexicon[0]!.definition = definition
            draft.lists[1]!.values = [name, definition]
            draft.scoring.fit.groups[0]!.rules[0]!.points = points === 0 ? 0 : points
          })
          const parsed = parseAgreement(toYaml(document))
          expect(parsed.ok && parsed.value).toEqual(document)
        },
      ),
      { numRuns: 60 },
    )
  })
})

function edited(edit: (draft: AgreementDocument) => void): AgreementDocument {
  const draft = defaultAgreement()
  edit(draft)
  return draft
}

describe('a mistake is shown where it stands', () => {
  it.each([
    [
      'when: fit >= 30 && engagement >= 40',
      'when: fit >= 30 && engagment >= 40',
      'engagment',
      'qualification.when',
      'There is no field engagment. Did you mean engagement?',
    ],
    [
      'pool: inbound, watchedBy',
      'pool: inbond, watchedBy',
      'inbond, watched',
      'routing.rules[3].pool',
      'There is no pool with the key inbond. Did you mean inbound?',
    ],
    [
      'currency: EUR',
      'currency: Euro',
      'Euro',
      'currency',
      'Write the currency as three capital letters, for example EUR.',
    ],
    [
      'timeZone: UTC\ncurrency',
      'timeZone: Berlin\ncurrency',
      'Berlin',
      'timeZone',
      'Name a time zone such as Europe/Berlin or America/New_York.',
    ],
    [
      'errorBudget: 0.1',
      'errorBudgte: 0.1',
      'errorBudgte',
      'commitments[0].errorBudgte',
      'There is no clause errorBudgte here. Did you mean errorBudget?',
    ],
    [
      'calendars:',
      'calender: []\ncalendars:',
      'calender:',
      'calender',
      'There is no clause calender here. Did you mean calendars?',
    ],
    [
      'currency: EUR',
      'currency: EUR\nsignedIn: Berlin',
      'signedIn',
      'signedIn',
      'There is no clause signedIn here. There are: format, title, parties, effectiveFrom, timeZone, currency, lexicon, lists, profile, personas, stages, scoring, qualification, routing, handOff, calendars, reasons, followUp, recycling, commitments, goals, attribution, review.',
    ],
    [
      'timeLimit: P7D',
      'timeLimit: 7 days',
      '7 days',
      'stages[1].timeLimit',
      'Write a duration as P30D (days), PT2H (hours) or PT15M (minutes).',
    ],
    [
      'a: 70, b: 45',
      'a: 40, b: 45',
      '{ a: 40',
      'scoring.fit.grades',
      'Grade A must ask for more points than B, and B for more than C.',
    ],
    [
      'calendar: office, members',
      'calendar: offce, members',
      'offce',
      'routing.pools[0].calendar',
      'There is no calendar with the key offce. Did you mean office?',
    ],
    [
      '- key: sal\n    name: SAL',
      '- key: mql\n    name: SAL',
      'mql\n    name: SAL',
      'stages[2].key',
      'The key mql is used twice in this list; give each its own.',
    ],
    [
      '- key: wake_up_question',
      '- key: long_term_note',
      'long_term_note\n          email:\n            subject: Was I',
      'recycling.tracks[1].steps[1].key',
      'The key long_term_note is used by the track Keep in touch too; give each its own.',
    ],
    [
      'mon: [["09:00", "17:00"]]',
      'mon: [["9:00", "17:00"]]',
      '"9:00"',
      'calendars[0].hours.mon[0][0]',
      'Write a time of day as "09:00", in quotes.',
    ],
    [
      'match: catch_all',
      'match: everything',
      '',
      'routing.rules[3].match',
      'This kind of routing rule is not known. There are: opportunity_owner, account_owner, named_accounts, segment, catch_all.',
    ],
  ])('%s -> %s', (from, to, place, path, message) => {
    const text = changed(from, to)
    const found = problems(text).find((problem) => problem.path === path)
    expect(found).toMatchObject({ path, message, severity: 'error', ...(place ? at(text, place) : {}) })
  })

  it('counts lines inside a folded expression', () => {
    const text = changed('event.kind == "meeting" && event.side', 'event.kind == "metting" && event.side')
    expect(first(text)).toMatchObject(at(text, '"metting"'))
  })

  it('says what is missing', () => {
    const text = defaultAgreementYaml.replace(/^followUp:.*\n/m, '')
    expect(first(text)).toMatchObject({
      path: 'followUp',
      message: 'followUp is missing; it must be a clause with names and values.',
    })
  })

  it('wants exactly one catch-all, as the last rule', () => {
    const moved = changed(
      '- { key: open_deal, name: Owner of the open opportunity at the account, match: opportunity_owner }',
      '- { key: all, name: All, match: catch_all, pool: inbound, watchedBy: sales }',
    )
    expect(problems(moved).map((problem) => problem.message)).toEqual([
      'The catch_all must be the last rule: those after it would never match.',
      'There is more than one catch_all; keep one, as the last rule.',
    ])
  })

  it('takes at most eight reasons', () => {
    const text = changed(
      '    - { key: duplicate, name: Already in work }',
      ['a', 'b', 'c'].map((key) => `    - { key: ${key}, name: More }`).join('\n'),
    )
    expect(first(text)?.message).toBe('Keep at most eight reasons, so that one tap is enough.')
  })
})
