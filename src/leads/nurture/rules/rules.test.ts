import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '#platform/kernel/instant.ts'
import { exitOf, type Standing } from './exit.ts'
import { filled, renderMessage } from './message.ts'
import { retryAt } from './retry.ts'
import { type NextMove, nextMove, type Place, type Step } from './step-clock.ts'

const mail = (key: string): Step => ({ key, email: { subject: key, body: key } })
const place = (more: Partial<Place>): Place => ({
  ...{ steps: [], step: 0, since: 0, enrolledAt: 0, resumeAfter: undefined, opening: (at) => at },
  ...more,
})

describe('the next move on a track', () => {
  const steps = [{ wait: 'P1D' }, { wait: 'PT2H' }, mail('a'), { wait: 'P2D' }]
  it.each<[string, Partial<Place>, number, NextMove]>([
    ['waits in a row add up', { steps }, 0, { do: 'wait', step: 2, until: DAY + 2 * HOUR }],
    [
      'one millisecond before the end of the wait',
      { steps },
      26 * HOUR - 1,
      { do: 'wait', step: 2, until: 26 * HOUR },
    ],
    ['at the end of the wait', { steps }, 26 * HOUR, { do: 'send', step: 2 }],
    ['long after a stop', { steps }, 90 * DAY, { do: 'send', step: 2 }],
    [
      'outside open hours',
      { steps, opening: (at) => at + HOUR },
      30 * HOUR,
      { do: 'wait', step: 2, until: 31 * HOUR },
    ],
    ['a wait at the end', { steps, step: 3, since: DAY }, DAY, { do: 'wait', step: 4, until: 3 * DAY }],
    ['its end', { steps, step: 4, since: 3 * DAY }, 3 * DAY, { do: 'complete' }],
    ['no steps and nothing to look at again', {}, 0, { do: 'complete' }],
    ['no steps: waiting only', { resumeAfter: 'P30D' }, 0, { do: 'wait', step: 0, until: 30 * DAY }],
    [
      'looked at again later than the last wait',
      { steps, step: 3, since: DAY, resumeAfter: 'P90D' },
      DAY,
      { do: 'wait', step: 4, until: 90 * DAY },
    ],
  ])('%s', (_title, given, now, move) => {
    expect(nextMove(place(given), now)).toEqual(move)
  })

  const aStep = fc.oneof(
    fc.integer({ min: 0, max: 20 }).map((days) => ({ wait: `P${days}D` })),
    fc.string({ minLength: 1, maxLength: 3 }).map(mail),
  )
  it('whenever it is looked at, each message goes once, in order, never before its waits have passed', () => {
    fc.assert(
      fc.property(
        fc.array(aStep, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 15 * DAY }), { minLength: 400, maxLength: 400 }),
        fc.integer({ min: 0, max: 8 * HOUR }),
        (steps, jumps, closedFor) => {
          let [step, since, now, dueAt] = [0, 0, 0, 0]
          const sent: number[] = []
          let lastAt = 0
          for (const jump of jumps) {
            now += jump
            if (dueAt > now) continue
            const opening = (at: number) => (at % DAY < closedFor ? at - (at % DAY) + closedFor : at)
            const move = nextMove(place({ steps, step, since, resumeAfter: 'P10D', opening }), now)
            if (move.do === 'complete') break
            if (move.do === 'wait') {
              expect(move.until).toBeGreaterThan(now)
              ;[step, dueAt, since] = [move.step, move.until, move.until]
              continue
            }
            const waits = steps.slice((sent.at(-1) ?? -1) + 1, move.step) as { wait: string }[]
            const owed = waits.reduce((sum, { wait }) => sum + Number(wait.slice(1, -1)) * DAY, 0)
            expect(now - lastAt).toBeGreaterThanOrEqual(owed)
            expect(now % DAY).toBeGreaterThanOrEqual(closedFor)
            sent.push(move.step)
            lastAt = now
            ;[step, since, dueAt] = [move.step + 1, now, now]
          }
          const messages = steps.flatMap((one, index) => ('wait' in one ? [] : [index]))
          expect(sent).toEqual(messages.slice(0, sent.length))
          if (now > 300 * DAY) expect(sent).toEqual(messages)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('why somebody leaves', () => {
  const start = { cycle: 1, openOpportunities: 0, enrolledAt: 0 }
  const fine: Standing = {
    ...{
      gone: false,
      hasAddress: true,
      suppressed: null,
      cycle: 1,
      stage: 9,
      stageKind: 'exit',
      reentry: true,
    },
    ...{ openOpportunities: 0, exitRule: false },
  }
  it.each<[string, Partial<Standing>, ReturnType<typeof exitOf>]>([
    ['still recycled', {}, null],
    [
      'interested again, not yet handed over',
      { cycle: 2, stage: 0, stageKind: 'inventory', reentry: false },
      null,
    ],
    ['qualified in the next cycle', { cycle: 2, stage: 1, stageKind: 'clocked' }, 'qualified_again'],
    ['put back to sales in the same cycle', { cycle: 1, stage: 2, stageKind: 'clocked' }, 'taken_back'],
    ['disqualified', { reentry: false }, 'disqualified'],
    ['an opportunity opened', { openOpportunities: 1 }, 'opportunity'],
    ['unsubscribed', { suppressed: 'unsubscribed' }, 'unsubscribed'],
    ['bounced', { suppressed: 'bounced' }, 'bounced'],
    ['no address', { hasAddress: false }, 'no_address'],
    ['merged into another', { gone: true }, 'gone'],
    ['the agreement’s rule', { exitRule: true }, 'exit_rule'],
  ])('%s', (_title, now, because) => {
    expect(exitOf(start, { ...fine, ...now }, 1)).toBe(because)
  })
})

it('a message put off is tried after 1, 5, 15 minutes, then hours, and given up after four days', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((attempt) => retryAt(attempt, 0, 0))).toEqual(
    [1, 5, 15, 60, 120, 240, 240].map((minutes) => minutes * MINUTE),
  )
  expect(retryAt(20, 0, 4 * DAY - 4 * HOUR)).toBe(4 * DAY)
  expect(retryAt(20, 0, 4 * DAY - 4 * HOUR + 1)).toBeNull()
})

describe('what a record says of a person', () => {
  it.each([
    ['Ana', 'Ana'],
    ['  Ana\t Maria ', 'Ana Maria'],
    ['O’Neill-Großmann', 'O’Neill-Großmann'],
    ['J. R.', 'J. R.'],
    ['Ana\r\nBcc: x', 'Ana Bcc: x'],
    ['Click https://evil.test', 'there'],
    ['www.evil', 'there'],
    ['evil.test/login', 'there'],
    ['you@evil.test', 'there'],
    ['<b>Ana</b>', 'there'],
    ['[x](y)', 'there'],
    ['{{sender}}', 'there'],
    ['\u202eana', 'ana'],
    ['x'.repeat(81), 'there'],
    ['', 'there'],
    [null, 'there'],
  ])('%j becomes %j', (value, shown) => {
    expect(filled(value, 'there')).toBe(shown)
  })

  it('never becomes a link or markup in a message', () => {
    const frame = {
      linkTo: () => 'https://a.test/r/x',
      unsubscribeUrl: 'https://a.test/u/x',
      sender: 'A & B <c>',
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.webUrl(), fc.boolean(), (text, url, useUrl) => {
        const value = useUrl ? `${text}${url}` : text
        const {
          html,
          text: plain,
          subject,
        } = renderMessage(
          { subject: '{{firstName|x}}', body: '{{firstName|x}} {{company|y}}' },
          { firstName: value, company: value, sender: value },
          frame,
        )
        expect(html.match(/href="[^"]*"/g)).toEqual(['href="https://a.test/u/x"'])
        expect(html.match(/<[a-z]+/g)).toEqual(['<html', '<body', '<p', '<p', '<a'])
        expect(plain.match(/https?:\/\//g)).toHaveLength(1)
        expect(subject).not.toMatch(/[\r\n]/)
      }),
      { numRuns: 500 },
    )
  })
})
