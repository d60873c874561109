import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileAgreement } from '../compile.ts'
import { defaultAgreement } from '../default.ts'
import { diffOf } from '../diff.ts'
import { parseAgreement, toYaml } from '../yaml.ts'
import { readMessage } from './track-message.ts'
import { messagesOf } from './track-steps.ts'

describe('a message of a track', () => {
  it('is text, placeholders and links', () => {
    expect(
      readMessage('Hi {{ firstName | there }}, see [the guide](https://a.test/g?x=1) or https://a.test/b.'),
    ).toEqual({
      mistakes: [],
      pieces: [
        { is: 'text', text: 'Hi ' },
        { is: 'placeholder', name: 'firstName', otherwise: 'there' },
        { is: 'text', text: ', see ' },
        { is: 'link', url: 'https://a.test/g?x=1', label: 'the guide' },
        { is: 'text', text: ' or ' },
        { is: 'link', url: 'https://a.test/b', label: null },
        { is: 'text', text: '.' },
      ],
    })
  })

  it.each([
    ['{{lastname}}', 'There is no placeholder {{lastname}}. There are: firstName, company, sender.'],
    ['{{constructor}}', 'There is no placeholder {{constructor}}. There are: firstName, company, sender.'],
    ['Hi {{firstName', 'A placeholder is written {{firstName|there}}; one here is not closed.'],
    ['[x](javascript:alert(1))', null],
    [
      '[x](javascript:alert)',
      'A link must be a whole web address such as https://example.com/guide, not javascript:alert.',
    ],
    [
      '[x](https://a.test/{{company}})',
      'A link must be a whole web address such as https://example.com/guide, not https://a.test/{{company}}.',
    ],
    [
      'https://user:secret@a.test/',
      'A link must be a whole web address such as https://example.com/guide, not https://user:secret@a.test/.',
    ],
    ['[x](/guide)', 'A link must be a whole web address such as https://example.com/guide, not /guide.'],
  ])('%s', (body, mistake) => {
    expect(readMessage(body).mistakes).toEqual(mistake === null ? [] : [mistake])
    expect(readMessage(body).pieces.every((piece) => piece.is !== 'link' || /^https?:/.test(piece.url))).toBe(
      true,
    )
  })

  it('loses no letter of a text without marks, and is quick with any', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { pieces, mistakes } = readMessage(text)
        if (mistakes.length === 0 && pieces.every((piece) => piece.is === 'text')) {
          expect(pieces.map((piece) => (piece.is === 'text' ? piece.text : '')).join('')).toBe(text)
        }
      }),
    )
    // A rule that looks back over what it has read would take minutes.
    for (const hard of ['{{', '[', '[a](', 'https://', '{{a|', '}}', '](', '((((']) {
      const started = performance.now()
      readMessage(hard.repeat(100_000).slice(0, 200_000))
      expect(performance.now() - started).toBeLessThan(10_000)
    }
  })
})

describe('steps of a track', () => {
  it('are compared by message, each with the wait before it', () => {
    expect(
      messagesOf([
        { wait: 'P3D' },
        { wait: 'P1D' },
        { key: 'a', email: { subject: 'A', body: 'x' } },
        { wait: 'P9D' },
      ]),
    ).toEqual([{ key: 'a', waitBefore: 'P3D + P1D', subject: 'A', body: 'x' }])
  })

  it('come through YAML unchanged, and a track of waiting only stays valid', () => {
    const document = defaultAgreement()
    expect(document.recycling.tracks.map((track) => track.steps?.length)).toEqual([4, 4, 4])
    document.recycling.tracks[1]!.steps = undefined
    document.recycling.tracks[0]!.exitWhen = 'engagement >= 20 || person.country == "DE"'
    const parsed = parseAgreement(toYaml(document))
    expect(parsed.ok && parsed.value).toEqual(document)
  })

  it('differ in plain words', () => {
    const [before, after] = [defaultAgreement(), defaultAgreement()]
    const [longTerm, wakeUp, inform] = after.recycling.tracks
    longTerm!.steps![0] = { wait: 'P28D' }
    longTerm!.exitWhen = 'fit < 10'
    wakeUp!.steps!.splice(2, 2)
    const step = inform!.steps![1]!
    if ('email' in step) step.email.subject = 'What is open?'
    expect(diffOf(before, after).map(({ sentence }) => sentence)).toEqual([
      'Keep in touch, long_term_note: the wait before it grows from 21 days to 28 days',
      'Keep in touch: the exit rule is now set: "fit < 10"',
      'Wake up: the messages lose wake_up_close',
      'Inform, inform_open_points: the subject changes from "What is still open for you?" to "What is open?"',
    ])
  })

  it.each([
    [
      'a step that is neither',
      { hold: 'P3D' },
      'Write a step as { wait: P3D } or { key: …, email: { subject: …, body: … } }.',
    ],
    [
      'an unknown placeholder',
      { key: 'x', email: { subject: 'Hi {{name}}', body: 'x' } },
      'There is no placeholder {{name}}. There are: firstName, company, sender.',
    ],
    [
      'a link in a subject',
      { key: 'x', email: { subject: 'See https://a.test/', body: 'x' } },
      'A subject holds no link.',
    ],
    [
      'a key used twice',
      { key: 'long_term_note', email: { subject: 'A', body: 'x' } },
      'The key long_term_note is used twice in this list; give each its own.',
    ],
  ])('%s is refused with what to write', (_title, step, message) => {
    const document = defaultAgreement()
    document.recycling.tracks[0]!.steps!.push(step as never)
    const parsed = parseAgreement(toYaml(document))
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.message)).toEqual([message])
  })

  it('an exit rule sees the person, the account and both scores, and nothing else', () => {
    const document = defaultAgreement()
    document.recycling.tracks[0]!.exitWhen = 'event.kind == "call"'
    const parsed = parseAgreement(toYaml(document))
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.message)).toEqual([
      'event.kind is not known in the exit rule of a track, which sees: person, account, fit, engagement, lists.',
    ])
    document.recycling.tracks[0]!.exitWhen = 'engagement >= 20 && account.employees > 10'
    const facts = {
      fit: 0,
      engagement: 20,
      person: { email: null, domain: null, jobTitle: null, country: null, source: null, attributes: {} },
      account: null,
    }
    const [first, second] = compileAgreement(document).tracks
    expect(first!.exits(facts)).toBe(false)
    expect(second!.exits(facts)).toBe(false)
    document.recycling.tracks[0]!.exitWhen = 'engagement >= 20'
    expect(compileAgreement(document).tracks[0]!.exits(facts)).toBe(true)
  })
})
