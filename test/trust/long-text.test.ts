import { isbot } from 'isbot'
import { describe, expect, it } from 'vitest'
import { readMessage } from '#agreement/document/rules/track-message.ts'
import { guardFormula, unguardFormula } from '#platform/csv/index.ts'
import { createLog } from '#platform/log.ts'
import { readMail, readMailbox, singleAddress } from '#platform/mail/index.ts'
import { readAnswers, standardField } from '#records/forms/rules/fields.ts'
import { signsOf } from '#records/forms/rules/signs.ts'
import { parseDate } from '#records/imports/rules/dates.ts'
import { currencyOf, parseNumber } from '#records/imports/rules/numbers.ts'
import { emptyProfile, observe } from '#records/imports/rules/profile.ts'
import { stageOfHeader } from '#records/imports/rules/stages.ts'
import { fold, squash } from '#records/imports/rules/text.ts'
import { keyInText } from '#records/intake/body.ts'
import { cleanJson } from '#records/intake/rules/clean.ts'
import { hasConsent } from '#records/intake/rules/consent.ts'
import { readEvent } from '#records/intake/rules/event.ts'
import { trackKind } from '#records/intake/rules/kinds.ts'
import { sightingOf } from '#records/intake/rules/sighting-of.ts'
import { touchOf } from '#records/intake/rules/touch-of.ts'
import { emailNorm, nameNorm } from '#records/people/rules/identity.ts'
import { claimedEmail, readTraits, usableId } from '#records/people/rules/identity-live.ts'
import { machineSigns, networkOf } from '#records/touches/index.ts'
import { channelOf, namedChannel } from '#records/touches/rules/channel.ts'
import { directionOf, sideOf, touchKindOf } from '#records/touches/rules/kind.ts'

/** What reads text of strangers takes time in proportion to its length, so that no request can hold up all others. */

const LONGEST = 200_000
/** A pattern that tries every place against every other needs minutes at that length; a sound one milliseconds, on any machine. */
const LIMIT_MS = 10_000

/** What such patterns stumble over: what they repeat, what stands before it, and an end that lets them fail. */
const REPEATED = [
  '@',
  '%40',
  'a',
  'a@',
  'a.',
  '@a.b',
  '.',
  '-',
  'a-',
  '/',
  ' ',
  '\n',
  ' \n',
  '1',
  '1,',
  '1 ',
  '"',
  ': "',
  "'",
  '<',
  '=',
  'cisco',
  'cp',
  'demo ',
  'book ',
  'email ',
  'link click',
  'https://',
  'www.a.ru',
  '{{a',
  '[a](',
  ' (pipeline',
  '€ ',
  'ä',
]
const SHAPES = REPEATED.flatMap((repeated) => [
  { before: '', repeated, after: '' },
  { before: 'https://x.test/', repeated, after: ' x\nx' },
]).concat([
  { before: 'a@', repeated: '.', after: ' ' },
  { before: '-1', repeated: '1', after: '!' },
  { before: '10:00', repeated: ' ', after: 'x\nx' },
  { before: '2024-01-02 ', repeated: ' ', after: '\n' },
  { before: 'Date entered ', repeated: ' (pipeline', after: '!' },
])
const page = (text: string) => ({ url: text, referrer: text, search: `?${text}`, path: text, title: text })
const payload = (text: string) => ({
  properties: { email: text, [text]: text },
  traits: { email: text, name: text, [text]: text },
  context: { page: page(text), campaign: { source: text, medium: text, name: text }, userAgent: text },
})
const form = [standardField('email', true), standardField('first_name'), standardField('message')]
const log = createLog('info', { write: () => {} })

const readers: Record<string, (text: string) => unknown> = {
  'an address in an event': (text) => cleanJson({ url: text, search: text }),
  // the longest that an event may be
  'an event': (text) => cleanJson({ url: text.slice(-30_000) }),
  'a whole event': (text) =>
    readEvent(
      { type: 'track', event: text, userId: text, ...payload(text) },
      { receivedAt: 0, proven: false },
    ),
  'its time': (text) =>
    readEvent({ type: 'page', userId: 'a', timestamp: text, sentAt: text }, { receivedAt: 0, proven: true }),
  'its name': (text) => trackKind(text, new Map()),
  'whose it is': (text) =>
    sightingOf({ type: 'identify', anonymousId: text, userId: text, payload: payload(text), proven: true }),
  'its touch': (text) =>
    touchOf({ type: 'track', name: text, kind: null, payload: payload(text) }, new Map()),
  'a consent': (text) => hasConsent({ consent: { categoryPreferences: { [text]: true } } }),
  'the key in a broken body': keyInText,
  'an e-mail address': (text) => [
    claimedEmail(text),
    emailNorm(text),
    singleAddress(text),
    readMailbox(text),
  ],
  'an id and a name': (text) => [usableId(text), nameNorm(text), fold(text), squash(text)],
  'traits of a person': (text) => readTraits({ [text]: text, name: text, company: text }),
  'signs of a machine': (text) =>
    machineSigns({ userAgent: text, purpose: text, method: text, mail: 'open' }),
  'the user agent of a crawler': (text) => isbot(text.slice(0, 400)),
  'a network': networkOf,
  'a channel': (text) => [
    channelOf({ source: text, medium: text, campaign: text }),
    channelOf({ referrer: text }),
    namedChannel(text),
  ],
  'a kind of touch': (text) => [
    touchKindOf({ said: text, status: text, campaign: text }),
    touchKindOf({ file: text }),
    sideOf('note', text, true),
    directionOf('note', text, text),
  ],
  'answers of a form': (text) => readAnswers(form, { email: text, first_name: text, message: text }),
  'signs in a form': (text) =>
    signsOf({
      answers: { first_name: text, message: text },
      trap: '',
      proof: 'none',
      openedAt: null,
      sentAt: 0,
      isRobot: false,
      fromNetwork: 0,
      sameText: 0,
    }),
  'a cell of a file': (text) => observe(emptyProfile('x'), text, 1),
  'a date, a number, a currency': (text) => [
    parseDate(text, 'dmy'),
    parseNumber(text, 'comma'),
    currencyOf(text),
  ],
  'the header of a column': stageOfHeader,
  'a cell against formulas': (text) => unguardFormula(guardFormula(text)),
  'a message of a track': readMessage,
  'a failure in the log': (text) => log.error({ err: new Error(text) }),
}

/** Of the processor, so that a busy machine makes nothing slow. */
const spentMs = () => process.cpuUsage().user / 1_000

/** Every shape at ever more length, so that a faulty pattern is told from its first slow answer and never runs for hours. */
function slowest(read: (text: string) => unknown): string | null {
  for (let length = LONGEST / 128; length <= LONGEST; length *= 2)
    for (const { before, repeated, after } of SHAPES) {
      const text = before + repeated.repeat(length / repeated.length) + after
      const begun = spentMs()
      read(text)
      if (spentMs() - begun > LIMIT_MS) return JSON.stringify({ before, repeated, after, length })
    }
  return null
}

describe('text of two hundred thousand characters holds nobody up', () => {
  it.each(Object.entries(readers))(
    'as %s',
    (_, read) => {
      expect(slowest(read)).toBeNull()
    },
    600_000,
  )

  it('as a mail', { timeout: 600_000 }, async () => {
    for (const repeated of REPEATED) {
      const text = repeated.repeat(LONGEST / repeated.length)
      // the headers of a mail have 256 kB together
      const short = text.slice(0, LONGEST / 8)
      const raw = `From: ${short}\r\nTo: ${short}\r\nSubject: ${short}\r\nMessage-ID: ${short}\r\n\r\n${text}`
      const begun = spentMs()
      await readMail(Buffer.from(raw), null)
      expect(spentMs() - begun, repeated).toBeLessThan(LIMIT_MS)
    }
  })
})
