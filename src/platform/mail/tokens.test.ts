import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idBytes, idOf, newId } from '../kernel/ids.ts'
import { tokensFor } from './tokens.ts'

const SECRET = 'a secret of the installation, long enough'

test('a token is read back and holds for what it was made for, in either case', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.string(), (carried, boundTo) => {
      const tokens = tokensFor(SECRET, 'unsubscribe')
      const token = tokens.make(carried, boundTo)
      expect(token).toMatch(/^[0-9a-z]+$/)
      expect([...tokens.carried(token.toUpperCase(), carried.length)!]).toEqual([...carried])
      expect(tokens.holds(token, carried, boundTo)).toBe(true)
      expect(tokens.holds(token, carried, `${boundTo}x`)).toBe(false)
      expect(tokensFor(SECRET, 'link').holds(token, carried, boundTo)).toBe(false)
      expect(tokensFor(`${SECRET}x`, 'unsubscribe').holds(token, carried, boundTo)).toBe(false)
    }),
  )
})

test('no changed digit passes, and nothing else is read as a token', () => {
  const tokens = tokensFor(SECRET, 'link', 8)
  const id = newId()
  const token = tokens.make(idBytes(id), 'a')
  expect(idOf(tokens.carried(token, 16)!)).toBe(id)
  for (let at = 0; at < token.length; at += 1) {
    const other = token[at] === '7' ? '8' : '7'
    const changed = token.slice(0, at) + other + token.slice(at + 1)
    const carried = tokens.carried(changed, 16)
    expect(carried !== null && tokens.holds(changed, carried, 'a')).toBe(false)
  }
  for (const text of ['', 'u', '../..', 'ü', 'z'.repeat(10_000), `${token}0`, token.slice(1)]) {
    const carried = tokens.carried(text, 16)
    expect(carried !== null && tokens.holds(text, carried, 'a')).toBe(false)
  }
})
