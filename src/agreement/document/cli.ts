import { readFileSync } from 'node:fs'
import { diffOf } from './diff.ts'
import { pathText } from './rules/finding.ts'
import type { AgreementDocument } from './schema.ts'
import { type AgreementProblem, parseAgreement } from './yaml.ts'

/** Where a command writes, and how. */
export interface Output {
  json: boolean
  stdout: (text: string) => void
  stderr: (text: string) => void
}

/** 0 success, 1 refused or findings, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2

/** `accord agreement check FILE`: problems with line and column; 1 when there are errors. */
export function checkCommand(file: string, out: Output): ExitCode {
  const text = readText(file, out)
  if (text === null) return 2
  const parsed = parseAgreement(text)
  const problems = parsed.ok ? parsed.warnings : parsed.problems
  if (out.json) {
    out.stdout(`${JSON.stringify({ file, ok: parsed.ok, problems }, null, 2)}\n`)
    return parsed.ok ? 0 : 1
  }
  for (const problem of problems) out.stdout(`${problemLine(file, problem)}\n`)
  const errors = problems.filter((problem) => problem.severity === 'error').length
  const warnings = problems.length - errors
  if (parsed.ok) {
    const also = warnings > 0 ? ` (${count(warnings, 'warning')})` : ''
    out.stdout(`${file}: this agreement is sound${also}: ${summary(parsed.value)}\n`)
  } else {
    out.stdout(`${count(errors, 'error')} found. Correct the places above and check again.\n`)
  }
  return parsed.ok ? 0 : 1
}

/** `accord agreement diff A B`: differences in plain words; 0 also when there are some, 1 when a file is not sound. */
export function diffCommand(fileA: string, fileB: string, out: Output): ExitCode {
  const before = readAgreement(fileA, out)
  if (typeof before === 'number') return before
  const after = readAgreement(fileB, out)
  if (typeof after === 'number') return after
  const changes = diffOf(before, after)
  if (out.json) {
    const listed = changes.map((change) => ({ ...change, path: pathText(change.path) }))
    out.stdout(`${JSON.stringify({ changes: listed }, null, 2)}\n`)
  } else if (changes.length === 0) {
    out.stdout('The two agreements say the same.\n')
  } else {
    for (const clause of new Set(changes.map((change) => change.clause))) {
      out.stdout(`${clause}\n`)
      for (const change of changes) if (change.clause === clause) out.stdout(`  ${change.sentence}\n`)
    }
  }
  return 0
}

function readAgreement(file: string, out: Output): AgreementDocument | ExitCode {
  const text = readText(file, out)
  if (text === null) return 2
  const parsed = parseAgreement(text)
  if (parsed.ok) return parsed.value
  for (const problem of parsed.problems) out.stderr(`${problemLine(file, problem)}\n`)
  out.stderr(`${file} is not a sound agreement yet; correct it first.\n`)
  return 1
}

function readText(file: string, out: Output): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    out.stderr(`Cannot read ${file}. Give the path of an agreement in YAML.\n`)
    return null
  }
}

const problemLine = (file: string, { line, column, severity, message, path }: AgreementProblem) =>
  `${file}:${line}:${column} ${severity}: ${message} (${path})`

const count = (number: number, thing: string) => `${number} ${thing}${number === 1 ? '' : 's'}`

function summary(document: AgreementDocument): string {
  const rules = [...document.scoring.fit.groups, ...document.scoring.engagement.groups].flatMap(
    (group) => group.rules,
  )
  return [
    count(document.stages.length, 'stage'),
    count(rules.length, 'scoring rule'),
    count(document.commitments.length, 'commitment'),
  ].join(', ')
}
