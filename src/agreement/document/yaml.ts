import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
  stringify,
} from 'yaml'
import type { ZodError } from 'zod'
import { parseExpression } from './expressions.ts'
import { crossReferences } from './rules/cross-references.ts'
import { checkExpression } from './rules/expression/check.ts'
import { expressionsOf } from './rules/expressions-of.ts'
import { type Finding, pathText } from './rules/finding.ts'
import { AgreementDocument } from './schema.ts'
import { schemaFindings } from './schema-findings.ts'

/** One thing wrong in an agreement's text, with the place to look at. */
export interface AgreementProblem {
  /** 1 for the first line */
  line: number
  /** 1 for the first character of the line */
  column: number
  /** place in the document, e.g. `stages[2].entry` */
  path: string
  message: string
  severity: 'error' | 'warning'
}

export type ParsedAgreement =
  | { ok: true; value: AgreementDocument; warnings: AgreementProblem[] }
  | { ok: false; problems: AgreementProblem[] }

/** The default has some 24,000; ten times that leaves room for long lists and keeps a hostile text from stopping the server. */
const MAX_AGREEMENT_CHARACTERS = 300_000
/** Beyond this the list helps nobody. */
const MAX_PROBLEMS = 100

/**
 * Reads an agreement from YAML (or JSON, which is YAML).
 *
 * @returns the document with its warnings, or every problem with line and column, in the order of the text
 * @example parseAgreement('title: [') // { ok: false, problems: [{ line: 1, column: 9, … }] }
 */
export function parseAgreement(source: string): ParsedAgreement {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source
  if (text.length > MAX_AGREEMENT_CHARACTERS) {
    return refuse('This text is longer than 300,000 characters, which is no agreement.')
  }
  if (text.trim() === '')
    return refuse('This file is empty. Download the agreement of your workspace and start from it.')
  try {
    return read(text)
  } catch (failure) {
    if (failure instanceof RangeError) return refuse('This text is nested too deeply to be an agreement.')
    if (failure instanceof ReferenceError) {
      return refuse(
        failure.message.startsWith('Unresolved')
          ? SYNTAX.BAD_ALIAS!
          : 'This text repeats itself through too many aliases (*name); write the values out.',
      )
    }
    throw failure
  }
}

const refuse = (message: string): ParsedAgreement => ({
  ok: false,
  problems: [{ line: 1, column: 1, path: 'the document', message, severity: 'error' }],
})

/** Marks and words of the text; the default has some 6,000. What has far more is meant to keep the server busy. */
const MOST_TOKENS = 60_000

function isTooMuch(text: string): boolean {
  let tokens = 0
  for (const _ of new Lexer().lex(text)) if (++tokens > MOST_TOKENS) return true
  return false
}

function read(text: string): ParsedAgreement {
  if (isTooMuch(text)) return refuse('This text has far more parts than any agreement; shorten its lists.')
  const lines = new LineCounter()
  const yaml = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
    merge: false,
  })
  if (yaml.errors.length > 0) {
    const problems = yaml.errors.slice(0, MAX_PROBLEMS).map((error) => ({
      ...place(lines, error.pos[0]),
      path: 'the document',
      message: syntaxSentence(error.code, error.message),
      severity: 'error' as const,
    }))
    return { ok: false, problems }
  }
  const twice = duplicateNames(yaml.contents)
  if (twice.length > 0) {
    const problems = twice.slice(0, MAX_PROBLEMS).map((offset) => ({
      ...place(lines, offset),
      path: 'the document',
      message: SYNTAX.DUPLICATE_KEY!,
      severity: 'error' as const,
    }))
    return { ok: false, problems }
  }
  const content: unknown = yaml.toJS({ maxAliasCount: 100 })
  const findings = findingsOf(content)
  const problems = findings.problems
    .slice(0, MAX_PROBLEMS)
    .map((finding) => locate(finding, yaml, lines, text))
  problems.sort((a, b) => a.line - b.line || a.column - b.column)
  if (findings.value && problems.every((problem) => problem.severity === 'warning')) {
    return { ok: true, value: findings.value, warnings: problems }
  }
  return { ok: false, problems }
}

/** Offsets of names that stand twice in one clause. The parser's own check takes time in the square of the names. */
function duplicateNames(node: unknown): number[] {
  if (isMap(node)) {
    const seen = new Set<string>()
    return node.items.flatMap((pair) => {
      const name = isScalar(pair.key) ? String(pair.key.value) : null
      const again = name !== null && seen.has(name)
      if (name !== null) seen.add(name)
      const offset = isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0
      return [...(again ? [offset] : []), ...duplicateNames(pair.value)]
    })
  }
  return isSeq(node) ? node.items.flatMap(duplicateNames) : []
}

function findingsOf(content: unknown): { value?: AgreementDocument; problems: Finding[] } {
  const shaped = AgreementDocument.safeParse(content)
  if (!shaped.success) return { problems: schemaFindings(shaped.error as ZodError, content, MAX_PROBLEMS) }
  return {
    value: shaped.data,
    problems: [...crossReferences(shaped.data), ...expressionFindings(shaped.data)],
  }
}

function expressionFindings(document: AgreementDocument): Finding[] {
  const scope = {
    lists: document.lists.map((list) => list.key),
    stages: document.stages.map((stage) => stage.key),
  }
  return expressionsOf(document).flatMap(({ path, text, usage }) => {
    const parsed = parseExpression(text)
    const faults = parsed.ok ? checkExpression(parsed.term, { usage, ...scope }) : [parsed.fault]
    return faults.map((fault) => ({
      path,
      message: fault.message,
      severity: 'error' as const,
      range: fault.span,
    }))
  })
}

const SYNTAX: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'This name stands twice in the same clause; keep one.',
  TAB_AS_INDENT: 'Indent with spaces: YAML does not take tabs.',
  MULTIPLE_DOCS: 'One file holds one agreement; remove the second document (after ---).',
  BAD_ALIAS: 'This alias (*name) points at nothing; write the value out.',
  UNRESOLVED_ALIAS: 'This alias (*name) points at nothing; write the value out.',
  BAD_INDENT: 'The indentation does not fit the lines around it.',
  MISSING_CHAR: 'A character is missing here, such as a colon, a comma or a closing quote.',
  TAG_RESOLVE_FAILED: 'Tags (!name) are not part of an agreement.',
}

function syntaxSentence(code: string, message: string): string {
  return SYNTAX[code] ?? `This is not readable YAML: ${message.split('\n')[0]}`
}

function place(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function locate(finding: Finding, yaml: Document, lines: LineCounter, text: string): AgreementProblem {
  const target = nodeAt(yaml, finding)
  const start = target?.range?.[0] ?? 0
  return {
    ...place(lines, start + within(finding, target, text)),
    path: pathText(finding.path),
    message: finding.message,
    severity: finding.severity,
  }
}

/** The node of a path, or of the nearest part above it that exists; for an unknown key, the key itself. */
function nodeAt(yaml: Document, finding: Finding): Node | null {
  let node: unknown = yaml.contents
  for (const part of finding.path) {
    const next = isMap(node)
      ? node.items.find(
          (pair) => isPair(pair) && isScalar(pair.key) && String(pair.key.value) === String(part),
        )
      : undefined
    if (next) {
      node = next.value && isNode(next.value) && next.value.range ? next.value : next.key
      if (finding.at === 'key' && part === finding.path.at(-1)) node = next.key
      continue
    }
    const item: unknown =
      isNode(node) && 'items' in node && typeof part === 'number' ? node.items[part] : undefined
    if (!isNode(item)) break
    node = item
  }
  return isNode(node) ? node : null
}

/** Characters from the start of a scalar to the wrong place inside its text; exact for plain and quoted one-liners. */
function within(finding: Finding, node: Node | null, text: string): number {
  if (!finding.range || !isScalar(node) || typeof node.value !== 'string' || !node.range) return 0
  const written = text.slice(node.range[0], node.range[1])
  const { start } = finding.range
  if (node.type === 'PLAIN' && !written.includes('\n')) return start
  if (node.type === 'QUOTE_SINGLE' && !written.includes('\n')) {
    return 1 + start + (node.value.slice(0, start).match(/'/g)?.length ?? 0)
  }
  if (node.type === 'QUOTE_DOUBLE' && !written.includes('\n')) {
    return 1 + start + (node.value.slice(0, start).match(/["\\]/g)?.length ?? 0)
  }
  const word = node.value.slice(start, Math.max(finding.range.end, start + 1)).split('\n')[0]!
  const found = word === '' ? -1 : written.indexOf(word, Math.min(start, written.length))
  return Math.max(found, 0)
}

/**
 * An agreement as YAML text that reads back to the same document.
 *
 * @example parseAgreement(toYaml(document)) // { ok: true, value: document, … }
 */
export function toYaml(document: AgreementDocument): string {
  return stringify(document, { lineWidth: 110, defaultStringType: 'PLAIN', aliasDuplicateObjects: false })
}

/**
 * The routing clause alone, as YAML that `withRouting` reads, in the order people read it.
 */
export function routingYaml(document: AgreementDocument): string {
  const { rules, pools } = document.routing
  const clause = {
    rules: rules.map(({ key, name, match, ...rest }) => ({ key, name, match, ...rest })),
    pools: pools.map(({ key, name, calendar, members }) => ({ key, name, calendar, members })),
  }
  return stringify({ routing: clause }, { lineWidth: 110, aliasDuplicateObjects: false })
}

/**
 * The agreement with another routing clause, checked as a whole.
 *
 * @param clause YAML that begins with `routing:`
 * @returns the document, or the problems with line and column in the clause; 0 where the trouble lies in another clause
 */
export function withRouting(document: AgreementDocument, clause: string): ParsedAgreement {
  const { routing: _, ...others } = document
  const before = stringify(others, { lineWidth: 110, aliasDuplicateObjects: false })
  const lines = before.split('\n').length - 1
  if (!/^routing:/m.test(clause)) {
    return refuse('The clause begins with "routing:", with "rules" and "pools" below it.')
  }
  const parsed = parseAgreement(`${before}${clause.replace(/^\uFEFF/, '')}`)
  const shifted = (problem: AgreementProblem) => ({ ...problem, line: Math.max(0, problem.line - lines) })
  return parsed.ok
    ? { ...parsed, warnings: [] }
    : { ok: false, problems: parsed.problems.map(shifted).filter(({ severity }) => severity === 'error') }
}
