import { describe, expect, it } from 'vitest'
import { Id, idOfShort, lowestIdAt, newId, nextId, shortId } from './ids.ts'

describe('ids in the order of recording', () => {
  const NOON = Date.UTC(2026, 0, 5, 12)

  it('sort as they were made within one instant, and by the instant first', () => {
    const made = Array.from({ length: 20_000 }, () => nextId(NOON))
    expect([...made].sort()).toEqual(made)
    expect(new Set(made).size).toBe(20_000)
    expect(nextId(NOON - 1) < made[0]!).toBe(true)
    expect(nextId(NOON + 1) > made.at(-1)!).toBe(true)
  })

  it('are UUIDs of version 7 that carry the instant', () => {
    const id = nextId(NOON)
    expect(Id.safeParse(id).success).toBe(true)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(NOON)
  })

  it('are above the lowest of their instant, and below that of the next', () => {
    for (const id of [newId(NOON), nextId(NOON)]) {
      expect(id > lowestIdAt(NOON)).toBe(true)
      expect(id < lowestIdAt(NOON + 1)).toBe(true)
    }
    expect(Id.safeParse(lowestIdAt(NOON)).success).toBe(true)
  })
})

describe('an id inside a key', () => {
  it('is the base64url of its sixteen bytes, without padding, and read back', () => {
    for (let round = 0; round < 1_000; round += 1) {
      const id = newId()
      const short = Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
      expect(shortId(id)).toBe(short)
      expect(idOfShort(short)).toBe(id)
    }
  })
})
