import { describe, expect, it } from 'vitest'
import { pointerTo, unstorable } from './input-text.ts'

describe('inputs that no database can hold', () => {
  it('passes what people write, in any script', () => {
    expect(unstorable({ name: 'Zoë 𝕏 👩‍👧', list: [1, null, true, { deep: 'ok' }] })).toBeNull()
    expect(unstorable(undefined)).toBeNull()
  })

  it('names the place of a NUL character and of half a surrogate pair', () => {
    expect(unstorable({ a: [{ 'b/c': 'x\0y' }] })?.pointer).toBe('/a/0/b~1c')
    expect(unstorable({ name: 'half \uD83D' })?.pointer).toBe('/name')
    expect(unstorable({ list: { 'k\0': 1 } })?.pointer).toBe('/list')
  })

  it('refuses nesting without end, and does not run out of stack on it', () => {
    const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)
    expect(unstorable({ deep })?.detail).toBe('Is nested too deeply')
  })

  it('writes JSON pointers as RFC 6901 has them', () => {
    expect(pointerTo(['a/b', 'm~n', 0])).toBe('/a~1b/m~0n/0')
    expect(pointerTo([])).toBe('')
  })
})
