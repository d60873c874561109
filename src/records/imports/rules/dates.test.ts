import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateEvidence, epochDay, parseDate, toInstant } from './dates.ts'

const utc = () => 0
const at = (cell: string, order: 'dmy' | 'mdy' = 'dmy') => {
  const date = parseDate(cell, order)
  return date && new Date(toInstant(date, utc)).toISOString()
}

describe('reading dates', () => {
  it('reads the ways exports write them', () => {
    expect(at('2024-02-13')).toBe('2024-02-13T00:00:00.000Z')
    expect(at('2024-02-13 14:33')).toBe('2024-02-13T14:33:00.000Z')
    expect(at('2024-01-31T15:15:00.000+0100')).toBe('2024-01-31T14:15:00.000Z')
    expect(at('2024-01-31T15:15:00Z')).toBe('2024-01-31T15:15:00.000Z')
    expect(at('13.02.2024 09:05')).toBe('2024-02-13T09:05:00.000Z')
    expect(at('1/31/2024, 3:15 PM', 'mdy')).toBe('2024-01-31T15:15:00.000Z')
    expect(at('12/31/24 12:05 am', 'mdy')).toBe('2024-12-31T00:05:00.000Z')
    expect(at('13 Feb 2024')).toBe('2024-02-13T00:00:00.000Z')
    expect(at('Feb 13, 2024 at 10:00')).toBe('2024-02-13T10:00:00.000Z')
    expect(at('3. März 2024')).toBe('2024-03-03T00:00:00.000Z')
    expect(at('1707822000000')).toBe('2024-02-13T11:00:00.000Z')
    expect(at('1707822000')).toBe('2024-02-13T11:00:00.000Z')
    expect(at('45335')).toBe('2024-02-13T00:00:00.000Z')
    expect(at('20240213')).toBe('2024-02-13T00:00:00.000Z')
  })

  it('refuses what is no date', () => {
    for (const cell of ['', 'soon', '2024-02-30', '31/02/2024', '13/13/2024', '2024-13-01', '1/2', '99:99']) {
      expect(parseDate(cell, 'dmy')).toBeUndefined()
    }
    expect(parseDate('13/02/2024', 'mdy')).toBeUndefined()
  })

  it('reads only what is possible in one way when nobody has said the order', () => {
    expect(parseDate('13/02/2024', undefined)).toMatchObject({ month: 2, day: 13 })
    expect(parseDate('02/13/2024', undefined)).toMatchObject({ month: 2, day: 13 })
    expect(parseDate('2024-02-13', undefined)).toMatchObject({ month: 2, day: 13 })
    expect(parseDate('02/03/2024', undefined)).toBeUndefined()
  })

  it('says what a cell proves about its order', () => {
    expect(dateEvidence('13/02/2024')).toBe('dmy')
    expect(dateEvidence('02/13/2024')).toBe('mdy')
    expect(dateEvidence('02/03/2024')).toBe('either')
    expect(dateEvidence('02/02/2024')).toBe('iso')
    expect(dateEvidence('02.03.2024')).toBe('dmy')
    expect(dateEvidence('2024-03-02')).toBe('iso')
    expect(dateEvidence('2 March 2024')).toBe('named')
    expect(dateEvidence('12345')).toBe('none')
  })

  it('counts days as the calendar does', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
        (date) => {
          const day = epochDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
          return day === Math.floor(date.getTime() / 86_400_000)
        },
      ),
    )
  })
})
