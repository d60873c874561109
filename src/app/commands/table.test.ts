import { describe, expect, it } from 'vitest'
import { printableJson, toTable } from './table.ts'

/** Sets the clipboard of many terminals, by the two ways there are to begin such a sequence. */
const HOSTILE = ['\u001b]52;c;aGk=\u0007', '\u009d52;c;aGk=\u009c']

describe('text of others on a terminal', () => {
  it.each(HOSTILE)('%j stands in a table without what a terminal would obey', (text) => {
    const table = toTable({ items: [{ name: `Trial${text}`, next: 'a\nb\u202ec' }] })
    expect(table).toContain('52;c;aGk=')
    expect(table.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(table.split('\n')).toHaveLength(3)
  })

  it.each(HOSTILE)('%j is escaped in JSON, which says the same', (text) => {
    for (const json of [printableJson({ name: text }), toTable({ name: text })]) {
      expect(json.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
      expect(JSON.parse(json)).toEqual({ name: text })
    }
  })
})
