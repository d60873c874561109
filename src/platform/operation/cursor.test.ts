import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Id, newId } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { pageOf, readCursor, writeCursor } from './cursor.ts'

const Place = z.tuple([InstantIso.nullable(), Id])
const NOON = Date.UTC(2026, 0, 5, 12)

describe('the place in a list', () => {
  it('is read from the cursor it was written to', () => {
    const id = newId(NOON)
    for (const at of [NOON, null]) expect(readCursor(Place, writeCursor(Place, [at, id]))).toEqual([at, id])
    expect(readCursor(Place, undefined)).toBeUndefined()
  })

  it.each(['nonsense', 'bnVsbA', '12', writeCursor(z.string(), 'of another list')])(
    'is refused when the cursor %s names none',
    (cursor) => {
      expect(() => readCursor(Place, cursor)).toThrow('list.cursor')
    },
  )

  it('goes on only while there is more', () => {
    expect(pageOf(['a', 'b', 'c'], 2, (last) => `after ${last}`)).toEqual({
      shown: ['a', 'b'],
      nextCursor: 'after b',
    })
    expect(pageOf(['a', 'b'], 2, (last) => `after ${last}`)).toEqual({ shown: ['a', 'b'], nextCursor: null })
  })
})
