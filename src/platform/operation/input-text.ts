import type { FieldError } from './problem.ts'

/** Deeper values than any contract asks for would exhaust the stack of whoever walks them. */
const DEEPEST = 64

/** JSON pointer (RFC 6901) to a place in a value; empty for the whole of it. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')
}

/**
 * The first place in an input that no database can hold: a text with the character NUL or half a surrogate pair, or nesting
 * without end. Null when there is none.
 */
export function unstorable(input: unknown): FieldError | null {
  const waiting: { value: unknown; path: string[] }[] = [{ value: input, path: [] }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path } = next
    if (typeof value === 'string' && !isStorable(value))
      return { pointer: pointerTo(path), detail: 'Holds a character that cannot be stored' }
    if (typeof value !== 'object' || value === null) continue
    if (path.length >= DEEPEST)
      return { pointer: pointerTo(path.slice(0, 3)), detail: 'Is nested too deeply' }
    for (const [key, inner] of Object.entries(value)) {
      if (!isStorable(key)) return { pointer: pointerTo(path), detail: 'Has a name that cannot be stored' }
      waiting.push({ value: inner, path: [...path, key] })
    }
  }
  return null
}

const isStorable = (text: string) => !text.includes('\0') && !/\p{Surrogate}/u.test(text)
