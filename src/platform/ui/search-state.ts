import { useNavigate, useRouterState } from '@tanstack/react-router'
import { z } from 'zod'

export type RawSearch = Record<string, string | string[]>

/** Reads a query string into plain texts; a name that stands twice becomes a list. */
export function parseSearch(text: string): RawSearch {
  const raw: RawSearch = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const before = raw[name]
    raw[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
  }
  return raw
}

/** Writes search values as a query string; what is absent, null, empty or false is left out. */
export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '' && one !== false) params.append(name, String(one))
    }
  }
  const text = params.toString()
  return text && `?${text}`
}

/** The innermost type behind optional, default, nullable and catch. */
function innermost(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = (schema._zod.def as { innerType?: z.core.$ZodType }).innerType
  return inner ? innermost(inner) : schema
}

function fromText(schema: z.core.$ZodType, text: string | string[]): unknown {
  const type = innermost(schema)._zod.def.type
  if (type === 'array') return Array.isArray(text) ? text : [text]
  const one = Array.isArray(text) ? text[0]! : text
  if (type === 'number' || type === 'int') return one.trim() === '' ? Number.NaN : Number(one)
  if (type === 'boolean') return one === 'true' || one === '1'
  return one
}

/** Search values of an address as the schema types them; a value that does not fit is left out, so the default takes over. */
export function readSearch<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  raw: RawSearch,
): z.output<z.ZodObject<Shape>> {
  const given: Record<string, unknown> = {}
  for (const [name, type] of Object.entries(schema.shape)) {
    const text = raw[name]
    if (text === undefined) continue
    const value = fromText(type as z.core.$ZodType, text)
    if (z.core.safeParse(type as z.core.$ZodType, value).success) given[name] = value
  }
  return schema.parse(given)
}

/**
 * The state of a page that lives in its address: filters, sort, range, open record.
 * Setting a part keeps the rest, also what others keep there; values equal to the schema's defaults stay out of the address.
 *
 * @example const [search, setSearch] = useSearchState(LeadSearch); setSearch({ stage: 'mql' })
 */
export function useSearchState<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
): [
  z.output<z.ZodObject<Shape>>,
  (change: Partial<z.output<z.ZodObject<Shape>>>, options?: { push?: boolean }) => void,
] {
  const navigate = useNavigate()
  const searchText = useRouterState({ select: (state) => state.location.searchStr })
  const raw = parseSearch(searchText)
  const value = readSearch(schema, raw)
  const defaults = readSearch(schema, {}) as Record<string, unknown>
  const set = (change: Partial<z.output<z.ZodObject<Shape>>>, { push = false } = {}) => {
    const others = Object.entries(raw).filter(([name]) => !(name in schema.shape))
    const own = Object.entries({ ...value, ...change }).filter(
      ([name, one]) => JSON.stringify(one) !== JSON.stringify(defaults[name]),
    )
    const next = Object.fromEntries([...others, ...own])
    void navigate({ to: '.', search: next as never, replace: !push, resetScroll: false })
  }
  return [value, set]
}
