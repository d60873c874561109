import { expect, test } from 'vitest'
import {
  formatCompact,
  formatCount,
  formatDuration,
  formatMoney,
  formatRelative,
  formatShare,
  UNKNOWN,
} from './format.ts'

const HOUR = 3_600_000

test('counts separate thousands, and what is not known is a dash', () => {
  expect(formatCount(10_005_534)).toBe('10,005,534')
  expect(formatCount(0)).toBe('0')
  expect(formatCount(null)).toBe(UNKNOWN)
  expect(formatCompact(1_234_567)).toBe('1.2M')
})

test('a share is written in percent with one decimal unless told', () => {
  expect(formatShare(0.3421)).toBe('34.2%')
  expect(formatShare(1, 0)).toBe('100%')
  expect(formatShare(Number.NaN)).toBe(UNKNOWN)
})

test('money knows how many decimals its currency has, and drops them from a thousand on', () => {
  expect(formatMoney(12_345, 'EUR')).toBe('EUR 123.45')
  expect(formatMoney(98_700, 'JPY')).toBe('JPY 98,700')
  expect(formatMoney(1_234, 'KWD')).toBe('KWD 1.234')
  expect(formatMoney(123_450, 'EUR')).toBe('EUR 1,235')
  expect(formatMoney(1_000_553_400, 'USD', { short: true })).toBe('USD 10M')
  expect(formatMoney(null, 'EUR')).toBe(UNKNOWN)
})

test('a duration shows its two largest units', () => {
  expect(formatDuration(76 * HOUR)).toBe('3 d 4 h')
  expect(formatDuration(90 * 60_000)).toBe('1 h 30 min')
  expect(formatDuration(0)).toBe('0 s')
  expect(formatDuration(-2 * HOUR)).toBe('-2 h')
})

test('relative time counts whole units and never rounds up', () => {
  const now = Date.UTC(2026, 10, 22, 9, 30)
  expect(formatRelative(now - 59 * 60_000, now)).toBe('59 minutes ago')
  expect(formatRelative(now - 119 * 60_000, now)).toBe('1 hour ago')
  expect(formatRelative(now - 24 * HOUR, now)).toBe('yesterday')
  expect(formatRelative(now + 72 * HOUR, now)).toBe('in 3 days')
  expect(formatRelative(now - 5_000, now)).toBe('just now')
})
