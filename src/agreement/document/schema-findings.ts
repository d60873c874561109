import { type ZodError, z } from 'zod'
import type { Finding, Path } from './rules/finding.ts'
import { hint } from './rules/near.ts'
import { AgreementDocument } from './schema.ts'

type Issue = ZodError['issues'][number]

/** What the schema refuses, in sentences that say what to write in its place; the first `most`. */
export function schemaFindings(error: ZodError, content: unknown, most: number): Finding[] {
  return error.issues.slice(0, most).flatMap((issue) => findings(issue, content, most))
}

function findings(issue: Issue, content: unknown, most: number): Finding[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, most).map((key) => ({
      path: [...path, key],
      message: `There is no clause ${key.slice(0, 60)} here. ${instead(key, clausesAt(path))}`,
      severity: 'error',
      at: 'key',
    }))
  }
  return [{ path, message: sentence(issue, valueAt(content, path), path), severity: 'error' }]
}

const instead = (key: string, known: readonly string[]): string =>
  hint(key, known) || `There are: ${known.join(', ')}.`

/** Names of the clauses that may stand at a place of the document. */
function clausesAt(path: Path): string[] {
  let found: z.ZodType[] = [AgreementDocument]
  for (const part of path) found = found.flatMap(plainOf).flatMap((schema) => inside(schema, part))
  return [
    ...new Set(
      found.flatMap(plainOf).flatMap((one) => (one instanceof z.ZodObject ? Object.keys(one.shape) : [])),
    ),
  ]
}

/** The schemas that a value may follow, without what makes them optional. */
function plainOf(schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return plainOf(schema.unwrap() as z.ZodType)
  return schema instanceof z.ZodUnion ? (schema.options as z.ZodType[]).flatMap(plainOf) : [schema]
}

function inside(schema: z.ZodType, part: string | number): z.ZodType[] {
  if (schema instanceof z.ZodArray) return [schema.element as z.ZodType]
  if (schema instanceof z.ZodRecord) return [schema.valueType as z.ZodType]
  const shape = schema instanceof z.ZodObject ? schema.shape : {}
  return Object.hasOwn(shape, part) ? [shape[part] as z.ZodType] : []
}

function sentence(issue: Issue, value: unknown, path: Path): string {
  const name = String(path.at(-1) ?? 'the agreement')
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined)
        return `${label(path)} is missing; it must be ${KINDS[issue.expected] ?? issue.expected}.`
      return `${label(path)} must be ${KINDS[issue.expected] ?? issue.expected}, but here stands ${said(value)}.`
    case 'invalid_value':
      if (value === undefined) return `${label(path)} is missing.`
      return issue.values.length === 1 && issue.message && !issue.message.startsWith('Invalid')
        ? ended(issue.message)
        : `${said(value)} cannot stand here. ${options(value, issue.values)}`
    case 'invalid_union':
      if (!issue.message.startsWith('Invalid')) return ended(issue.message)
      return `This ${name === 'match' ? 'kind of routing rule' : 'value'} is not known. There are: opportunity_owner, account_owner, named_accounts, segment, catch_all.`
    case 'too_small':
      if (!issue.message.startsWith('Too small')) return ended(issue.message)
      return issue.origin === 'array' || issue.origin === 'string'
        ? `${label(path)} needs at least ${issue.minimum} ${issue.origin === 'array' ? 'entries' : 'characters'}.`
            .replace('1 entries', 'one entry')
            .replace('1 characters', 'one character')
        : `${label(path)} must be at least ${issue.minimum}.`
    case 'too_big':
      if (!issue.message.startsWith('Too big')) return ended(issue.message)
      return issue.origin === 'array' || issue.origin === 'string'
        ? `${label(path)} takes at most ${issue.maximum} ${issue.origin === 'array' ? 'entries' : 'characters'}.`
        : `${label(path)} must be at most ${issue.maximum}.`
    default:
      return ended(issue.message)
  }
}

const ended = (message: string) => (message.endsWith('.') ? message : `${message}.`)

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a pair of times',
  object: 'a clause with names and values',
}

function label(path: Path): string {
  const last = path.at(-1)
  if (last === undefined) return 'The agreement'
  return typeof last === 'number' ? `Entry ${last + 1}` : String(last)
}

function said(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a clause'
  return typeof value === 'string' ? `"${value.slice(0, 60)}"` : String(value)
}

function options(value: unknown, values: readonly unknown[]): string {
  const known = values.map(String)
  return typeof value === 'string'
    ? hint(value, known) || `There are: ${known.join(', ')}.`
    : `There are: ${known.join(', ')}.`
}

function valueAt(content: unknown, path: Path): unknown {
  let value: unknown = content
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string | number, unknown>)[part]
  }
  return value
}
