import type { CompiledAgreement, EventFacts, PersonFacts } from '#agreement/document/index.ts'

/** Tells which engagement rules an event matches, as indexes into `compiled.engagementRules`. */
export type EventMatcher = (event: EventFacts, person: PersonFacts) => readonly number[]

/** Above this many remembered combinations a memory starts afresh, so that free text cannot fill the machine. */
const REMEMBERED = 50_000
const NONE: readonly number[] = []

/**
 * Makes the matcher of an agreement version. Rules that read only the event are evaluated once per distinct combination
 * of the fields they read; machine events match nothing.
 */
export function eventMatcher(compiled: CompiledAgreement): EventMatcher {
  const memories = byFieldsRead(compiled)
  const personal = compiled.engagementRules.flatMap((rule, index) =>
    readsOnlyEvent(rule.reads) ? [] : [index],
  )
  return (event, person) => {
    if (event.machine) return NONE
    let matched = NONE
    for (const memory of memories) matched = union(matched, memory(event, person))
    if (personal.length === 0) return matched
    return union(
      matched,
      personal.filter((index) => compiled.engagementRules[index]!.matches(event, person)),
    )
  }
}

function readsOnlyEvent(reads: readonly string[]): boolean {
  return reads.every((field) => field.startsWith('event.') || field === 'lists' || field.startsWith('lists.'))
}

/** One memory per set of fields, so that a rule over a rare field does not multiply the combinations of the others. */
function byFieldsRead(compiled: CompiledAgreement): EventMatcher[] {
  const sets = new Map<string, { fields: (keyof EventFacts)[]; rules: number[] }>()
  compiled.engagementRules.forEach(({ reads }, index) => {
    if (!readsOnlyEvent(reads)) return
    const fields = [...new Set(reads.filter(distinguishes).map((field) => field.slice(6)))].sort()
    const known = sets.get(fields.join()) ?? { fields: fields as (keyof EventFacts)[], rules: [] }
    known.rules.push(index)
    sets.set(fields.join(), known)
  })
  return [...sets.values()].map(({ fields, rules }) => remembering(compiled, fields, rules))
}

/** Machine events never come this far, so that field tells nothing apart. */
function distinguishes(field: string): boolean {
  return field.startsWith('event.') && field !== 'event.machine'
}

function remembering(
  compiled: CompiledAgreement,
  fields: (keyof EventFacts)[],
  rules: number[],
): EventMatcher {
  const memory = new Map<unknown, readonly number[]>()
  const keyOf = keyOver(fields)
  return (event, person) => {
    const key = keyOf(event)
    const known = memory.get(key)
    if (known !== undefined) return known
    if (memory.size >= REMEMBERED) memory.clear()
    const matched = rules.filter((index) => compiled.engagementRules[index]!.matches(event, person))
    const answer = matched.length === 0 ? NONE : matched
    memory.set(key, answer)
    return answer
  }
}

/** One value per combination; the separator cannot stand in a text, and null differs from the text "null". */
function keyOver(fields: (keyof EventFacts)[]): (event: EventFacts) => unknown {
  const [first, ...others] = fields
  if (first === undefined) return () => null
  if (others.length === 0) return (event) => event[first]
  return (event) => {
    let key = ''
    for (const field of fields) key += event[field] === null ? '\u0001\u0000' : `${event[field]}\u0000`
    return key
  }
}

function union(left: readonly number[], right: readonly number[]): readonly number[] {
  if (left.length === 0) return right
  return right.length === 0 ? left : [...left, ...right].sort((a, b) => a - b)
}
