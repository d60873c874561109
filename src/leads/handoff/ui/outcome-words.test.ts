import { expect, it } from 'vitest'
import { acceptedWords, unexplainedWords } from './outcome-words.ts'

it('what was accepted by default is told apart, where there is any', () => {
  expect(acceptedWords({ accepted: 12, acceptedByDefault: 3 })).toBe('12 accepted, 3 of them by default')
  expect(acceptedWords({ accepted: 12, acceptedByDefault: 0 })).toBe('12 accepted')
})

it('other and missing reasons are a share of what was given back', () => {
  const given = { rejected: 6, recycled: 4, disqualified: 2 }
  expect(unexplainedWords({ unexplained: 4, ...given })).toBe('4 of 12 (33%)')
  expect(unexplainedWords({ unexplained: 0, rejected: 0, recycled: 0, disqualified: 0 })).toBe('none')
})
