import fc from 'fast-check'

/** Inputs made from a JSON Schema: such as it asks for, and such as it must refuse. */

export interface Schema {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  items?: Schema
  minItems?: number
  maxItems?: number
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
}

/** Texts that break what was not built for them. */
const HOSTILE = [
  "' or 1=1 --",
  "'; drop table member; --",
  '%_\\',
  '<script>alert(1)</script>',
  '=cmd()',
  'a\r\nSet-Cookie: a=b',
  '\u202Etxt.exe',
  '𝕱𝖚𝖟𝖟 👩‍👩‍👧 ｎａｍｅ',
  '{{7*7}}<%= 7*7 %>',
  '../../etc/passwd',
  '\u0000',
  'a\uD800b',
  'null',
  '-1',
  '1e309',
  ' ',
  '__proto__',
  // places in lists, as lists write them, with something wrong inside
  '1_x',
  '99999999999999999_00000000-0000-0000-0000-000000000000',
  '1780000000000_00000000-0000-0000-0000-00000000000x',
  'account00000000-0000-0000-0000-000000000000',
  ...[
    '{}',
    'null',
    '[]',
    '[1,2,3]',
    '{"sort":"x","value":1e308,"personId":"x","id":"x","at":1e308,"key":[]}',
  ].map((text) => Buffer.from(text).toString('base64url')),
]
const INSTANTS = [
  '2026-06-15T09:00:00Z',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59.999Z',
  '1969-12-31T23:59:59-12:00',
]
const DAYS = ['2026-06-15', '2026-01-01', '0000-01-01', '0001-01-01', '9999-12-31', '2024-02-29']
const NUMBERS = [0, 1, -1, 2_147_483_647, 2_147_483_648, Number.MAX_SAFE_INTEGER, 1e21, 0.1, 1e308]

/** Values as the schema asks for them; `ids` are ids that exist. */
export function valid(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((one) => valid(one, ids)))
  switch (schema.type) {
    case 'string':
      return text(schema, ids)
    case 'integer':
      return whole(schema)
    case 'number':
      return fc
        .double({ min: schema.minimum ?? -1e12, max: schema.maximum ?? 1e12, noNaN: true })
        .map((one) => one + 0)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(valid(schema.items ?? {}, ids), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, (schema.minItems ?? 0) + 4),
      })
    case 'object':
      return record(schema, ids)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function record(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, valid(inner, ids)]),
  )
  if (schema.properties) return fc.record(fields, { requiredKeys: schema.required ?? [] })
  const inner = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {}
  return fc.dictionary(fc.constantFrom('a', 'Name', '__proto__', ...ids.slice(0, 2)), valid(inner, ids), {
    maxKeys: 3,
  })
}

function text(schema: Schema, ids: readonly string[]): fc.Arbitrary<string> {
  const { minLength = 0, maxLength = 60 } = schema
  if (schema.format === 'uuid' || schema.format === 'guid')
    return fc.oneof(fc.constantFrom(...ids), fc.uuid())
  if (schema.format === 'date-time') return fc.constantFrom(...INSTANTS)
  if (schema.format === 'date') return fc.constantFrom(...DAYS)
  if (schema.format === 'email')
    return fc.stringMatching(/^[a-z]{1,12}$/).map((name) => `${name}@company.test`)
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern))
  const fits = (one: string) => one.length >= minLength && one.length <= maxLength
  const free = fc.string({
    unit: 'grapheme',
    minLength,
    maxLength: Math.max(minLength, Math.min(maxLength, 40)),
  })
  const hostile = HOSTILE.map((one) => one.padEnd(minLength, 'x')).filter(fits)
  return hostile.length > 0 ? fc.oneof(free, fc.constantFrom(...hostile)) : free
}

function whole({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): fc.Arbitrary<number> {
  const min = Math.max(minimum ?? Number.MIN_SAFE_INTEGER, (exclusiveMinimum ?? -Infinity) + 1)
  const max = Math.min(maximum ?? Number.MAX_SAFE_INTEGER, (exclusiveMaximum ?? Infinity) - 1)
  return fc.oneof(fc.integer({ min, max: Math.min(max, min + 50) }), fc.maxSafeInteger().map(clamp(min, max)))
}

const clamp = (min: number, max: number) => (value: number) => Math.min(max, Math.max(min, value))

/** A valid input with one thing wrong: a field missing, of another type, or out of its bounds. */
export function spoiled(schema: Schema, ids: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(schema.properties ?? {})
  if (names.length === 0) return fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 })
  return fc
    .tuple(valid(schema, ids) as fc.Arbitrary<Record<string, unknown>>, fc.constantFrom(...names), wrong)
    .map(([value, name, bad]) => {
      const { [name]: _, ...rest } = value
      return bad === MISSING ? rest : { ...rest, [name]: bad }
    })
}

const MISSING = Symbol('missing')

const nested = (depth: number): unknown => {
  let value: unknown = 'deep'
  for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { a: value }
  return value
}

const wrong: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(MISSING, null, true, [], {}, '', nested(100), 'x'.repeat(70_000)),
  fc.constantFrom<unknown>(...NUMBERS, ...HOSTILE, ...INSTANTS, ...DAYS),
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
