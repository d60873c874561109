import { readFile, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { defaultAgreement, parseAgreement } from '#agreement/document/index.ts'
import { CsvProblem } from '#platform/csv/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { ExitCode } from '../commands/output.ts'
import type { AgreementFile } from './assemble.ts'
import { audit } from './audit.ts'
import { reportHtml } from './html/report.ts'
import { startProgress } from './progress.ts'
import { AuditReport } from './report.ts'
import { paintWith } from './text/paint.ts'
import { reportText } from './text/report.ts'

interface AuditCommandOptions {
  /** agreement files in the order they came into force; later ones need an `effectiveFrom` */
  agreement?: readonly string[] | undefined
  /** file to write the HTML report to */
  out?: string | undefined
  /** prints the report as JSON instead of text */
  json?: boolean | undefined
}

/** Where the command writes. */
export interface AuditIo {
  stdout(text: string): void
  stderr(text: string): void
  /** standard output is a terminal: colours */
  isTerminal: boolean
  /** standard error is a terminal: progress */
  showsProgress: boolean
  now: Instant
}

/**
 * `accord audit DIR [--agreement FILE]… [--out report.html] [--json]`.
 *
 * @returns 0 when the report was made, 1 when there was nothing to read or an agreement is not sound, 2 when a path is wrong
 */
export async function auditCommand(
  dir: string,
  options: AuditCommandOptions,
  io: AuditIo,
): Promise<ExitCode> {
  const agreements = await agreementsOf(options.agreement ?? [], io)
  if (typeof agreements === 'number') return agreements
  if (options.out && !(await canBeWritten(options.out, io))) return 2
  const progress = startProgress(io)
  try {
    const report = await audit(dir, { agreements, now: io.now, onProgress: progress.show })
    progress.end()
    if (report.understood.rows === 0) {
      io.stderr(nothingRead(report))
      return 1
    }
    if (options.out) await writeFile(options.out, reportHtml(report))
    if (options.json) io.stdout(`${JSON.stringify(z.encode(AuditReport, report), null, 2)}\n`)
    else io.stdout(reportText(report, paintWith(io.isTerminal)))
    if (options.out) io.stderr(`The report stands in ${options.out}.\n`)
    return 0
  } catch (error) {
    progress.end()
    if (!(error instanceof CsvProblem)) throw error
    io.stderr(`${error.message}\n`)
    return error.code === 'missing' ? 2 : 1
  }
}

/** Said before the work: reading a large folder takes minutes. */
async function canBeWritten(file: string, io: AuditIo): Promise<boolean> {
  const isFolder = (path: string) =>
    stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    )
  if (await isFolder(file)) io.stderr(`${file} is a folder. Name a file in it with --out.\n`)
  else if (await isFolder(dirname(file))) return true
  else io.stderr(`There is no folder ${dirname(file)} for the report. Make it, or name another with --out.\n`)
  return false
}

/** Says of each file why it gave nothing. */
function nothingRead({ source, understood }: AuditReport): string {
  const why = understood.files.map(
    ({ file, problem }) => `  ${file}: ${problem ?? 'No column says what this file lists.'}`,
  )
  return `Nothing in ${source} could be read.\n${why.join('\n')}\n`
}

async function agreementsOf(files: readonly string[], io: AuditIo): Promise<AgreementFile[] | ExitCode> {
  if (files.length === 0) return [{ document: defaultAgreement(), file: null }]
  const read: AgreementFile[] = []
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text === null) {
      io.stderr(`There is no agreement at ${file}. Without --agreement the default one is used.\n`)
      return 2
    }
    const parsed = parseAgreement(text)
    if (!parsed.ok) {
      const [first] = parsed.problems
      io.stderr(
        `${file}:${first?.line}:${first?.column}: ${first?.message} Run "accord agreement check ${file}" to see all.\n`,
      )
      return 1
    }
    read.push({ document: parsed.value, file })
  }
  return inOrder(read)
}

/** Versions in the order in which they came into force, whatever order they were named in. */
function inOrder(read: AgreementFile[]): AgreementFile[] {
  const from = ({ document }: AgreementFile) => document.effectiveFrom ?? ''
  return [...read].sort((a, b) => (from(a) < from(b) ? -1 : from(a) > from(b) ? 1 : 0))
}
