import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CATALOGUE } from './catalogue.ts'
import { defaultRange, previousRange } from './frame.ts'

describe('the period before', () => {
  it('is the quarter before a quarter and the year before a year', () => {
    expect(previousRange({ from: '2026-01-01', to: '2026-03-31' })).toEqual({
      from: '2025-10-01',
      to: '2025-12-31',
    })
    expect(previousRange({ from: '2025-12-01', to: '2026-11-30' })).toEqual({
      from: '2024-12-01',
      to: '2025-11-30',
    })
    expect(previousRange({ from: '2024-03-01', to: '2024-03-31' })).toEqual({
      from: '2024-02-01',
      to: '2024-02-29',
    })
  })

  it('is as many days earlier when the range is not whole months', () => {
    expect(previousRange({ from: '2026-01-10', to: '2026-01-19' })).toEqual({
      from: '2025-12-31',
      to: '2026-01-09',
    })
  })

  it('shows the last twelve months when nobody chose', () => {
    expect(defaultRange('2017-12-31')).toEqual({ from: '2017-01-01', to: '2017-12-31' })
    expect(defaultRange('2026-11-22')).toEqual({ from: '2025-12-01', to: '2026-11-30' })
  })
})

describe('the catalogue', () => {
  it('names every measure once', () => {
    expect(new Set(CATALOGUE.map((measure) => measure.key)).size).toBe(CATALOGUE.length)
    expect(new Set(CATALOGUE.map((measure) => measure.name)).size).toBe(CATALOGUE.length)
  })

  it.each(CATALOGUE)('explains $name under a heading of the method', ({ docs }) => {
    const [file, anchor] = docs.split('#')
    const text = readFileSync(new URL(`../../../../docs/method/${file}`, import.meta.url), 'utf8')
    const headings = text.match(/^## .+$/gm) ?? []
    const anchors = headings.map((heading) =>
      heading
        .slice(3)
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    )
    expect(anchors).toContain(anchor)
  })
})
