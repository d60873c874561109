import type { z } from 'zod'
import type { Operation } from './operation.ts'

/** How an operation's input travels: which names stand in the path, and whether the rest is query or body. */
export function placesOf(operation: Operation): { inPath: string[]; rest: 'query' | 'body' } {
  const inPath = [...operation.path.matchAll(/:(\w+)/g)].map((match) => match[1]!)
  const rest =
    operation.method === 'GET' || operation.method === 'DELETE' || operation.upload ? 'query' : 'body'
  return { inPath, rest }
}

/** Splits an encoded input into address and body; used by the browser client and by tests. */
export function toRequest(
  operation: Operation,
  wireInput: Record<string, unknown>,
): { path: string; body?: string } {
  const { inPath, rest } = placesOf(operation)
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(wireInput[name])),
  )
  const others = Object.entries(wireInput).filter(
    ([name, value]) => !inPath.includes(name) && value !== undefined,
  )
  if (rest === 'body') return { path: `/api${path}`, body: JSON.stringify(Object.fromEntries(others)) }
  const query = new URLSearchParams()
  for (const [name, value] of others) {
    for (const one of Array.isArray(value) ? value : [value]) {
      query.append(name, typeof one === 'object' && one !== null ? JSON.stringify(one) : String(one))
    }
  }
  return { path: `/api${path}${query.size > 0 ? `?${query}` : ''}` }
}

/** Reads path and query texts into values as the schema wants them; what does not fit stays text and is refused by the schema. */
export function readTexts(schema: z.ZodType, texts: Iterable<[string, string]>): Record<string, unknown> {
  const shape = (schema as unknown as { shape?: Record<string, z.ZodType> }).shape ?? {}
  const values: Record<string, unknown> = {}
  for (const [name, text] of texts) {
    const field = Object.hasOwn(shape, name) ? wireType(shape[name]!) : undefined
    if (!field) continue
    if (field.type !== 'array') values[name] = readText(field.type, text)
    else values[name] = [...((values[name] as unknown[]) ?? []), readText(field.element ?? 'string', text)]
  }
  return values
}

function readText(type: string, text: string): unknown {
  if (type === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  if (type === 'object' || type === 'record') return parseJson(text)
  return text
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

interface SchemaDefinition {
  type: string
  innerType?: z.ZodType
  element?: z.ZodType
  in?: z.ZodType
}

/** The type a value has on the wire, below optional, default, nullable and codecs. */
function wireType(schema: z.ZodType): { type: string; element?: string } {
  const definition = (schema as unknown as { _zod: { def: SchemaDefinition } })._zod.def
  const inner = definition.innerType ?? definition.in
  if (inner) return wireType(inner)
  if (definition.type === 'array') return { type: 'array', element: wireType(definition.element!).type }
  return { type: definition.type }
}
