import { describe, expect, it } from 'vitest'
import { hasConsent } from './consent.ts'

describe('a visitor has agreed', () => {
  it.each([
    ['who says so', { granted: true }],
    ['to measuring', { categoryPreferences: { Analytics: true } }],
    [
      'to marketing, beside what nobody may refuse',
      { categoryPreferences: { Marketing: true, Necessary: true } },
    ],
    [
      'to measuring and refused only comfort',
      { categoryPreferences: { Statistics: true, Functional: false } },
    ],
    ['by both', { granted: true, categoryPreferences: { Advertising: true } }],
  ])('%s', (_, consent) => {
    expect(hasConsent({ consent })).toBe(true)
  })
})

describe('a visitor has not agreed', () => {
  it.each([
    ['who says nothing', {}],
    ['who refused', { granted: false }],
    [
      'who refused, whatever the categories say',
      { granted: false, categoryPreferences: { Analytics: true } },
    ],
    [
      'to measuring by agreeing to comfort',
      { categoryPreferences: { Functional: true, Personalization: true } },
    ],
    [
      'who refused measuring and marketing',
      { categoryPreferences: { Advertising: false, Analytics: false, Functional: true, DataSharing: false } },
    ],
    [
      'to everything when one of them is refused',
      { categoryPreferences: { Analytics: true, Advertising: false } },
    ],
    ['who refused a category after agreeing', { granted: true, categoryPreferences: { Marketing: false } }],
    ['with words instead of yes', { granted: 'true', categoryPreferences: { Analytics: 'true' } }],
  ])('%s', (_, consent) => {
    expect(hasConsent({ consent })).toBe(false)
  })
})
