import { describe, expect, it, test } from 'vitest'
import { handOffItem } from '#test/factories/hand-off-answers.ts'
import type { HandOffItem } from './data.ts'
import { dueWords, spanWords } from './due-words.ts'
import { isInGroup } from './inbox-search.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = new Date(2026, 10, 4, 10).getTime()
const clock = {
  standing: 'running' as const,
  dueAt: NOW + 2 * HOUR,
  pausedUntil: null,
  followUpDueAt: null,
  open: true,
}

test.each([
  [30_000, 'under a minute'],
  [42 * MINUTE, '42 min'],
  [2 * HOUR + 15 * MINUTE, '2 h 15 min'],
  [3 * HOUR, '3 h'],
  [19 * HOUR + 59 * MINUTE, '19 h'],
  [76 * HOUR, '3 d 4 h'],
])('%i ms are %s', (ms, words) => {
  expect(spanWords(ms)).toBe(words)
})

describe('the words of a clock', () => {
  it('count down, and grow late by themselves although the server has not said so yet', () => {
    expect(dueWords(clock, NOW)).toMatchObject({ text: '2 h left', level: 'running' })
    expect(dueWords({ ...clock, standing: 'due_soon' }, NOW + 90 * MINUTE)).toMatchObject({
      text: '30 min left',
      level: 'soon',
    })
    expect(dueWords(clock, NOW + 150 * MINUTE)).toMatchObject({ text: '30 min late', level: 'late' })
  })

  it('name the day until which the customer has the turn', () => {
    const pausedUntil = new Date(2026, 10, 5, 9).getTime()
    expect(dueWords({ ...clock, standing: 'paused', pausedUntil }, NOW)).toMatchObject({
      text: 'Waits until Thu 09:00',
    })
  })

  it('say nothing where a list does not tell how somebody else stands', () => {
    expect(dueWords({ ...clock, standing: null, dueAt: null }, NOW)).toBe(null)
  })

  it('name the next step once somebody has tried, while the hand-off is open', () => {
    const met = { ...clock, standing: 'met' as const, followUpDueAt: NOW + 50 * HOUR }
    expect(dueWords(met, NOW)).toMatchObject({ text: 'Next step in 2 d 2 h' })
    expect(dueWords(met, NOW + 51 * HOUR)).toMatchObject({ text: 'Next step 1 h late', level: 'soon' })
    expect(dueWords({ ...met, open: false }, NOW)).toMatchObject({ text: 'Tried in time', level: 'done' })
  })
})

test('a hand-off belongs to the group of its state; while it waits it neither is offered nor worked on', () => {
  const item = handOffItem(0, NOW) as unknown as HandOffItem
  const groups = (one: HandOffItem) =>
    (['open', 'offered', 'working', 'paused', 'closed'] as const).filter((group) => isInGroup(one, group))
  expect(groups({ ...item, state: 'offered', standing: 'running' })).toEqual(['open', 'offered'])
  expect(groups({ ...item, state: 'working', standing: 'met' })).toEqual(['open', 'working'])
  expect(groups({ ...item, state: 'accepted', standing: 'paused' })).toEqual(['open', 'paused'])
  expect(groups({ ...item, state: 'rejected', standing: 'answered' })).toEqual(['closed'])
})
