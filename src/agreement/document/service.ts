import { z } from 'zod'
import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type Handler, handle, Problem, pageOf, readCursor, writeCursor } from '#platform/operation/index.ts'
import {
  adoptAgreement,
  agreementMissing,
  agreementSchema,
  agreementUnsound,
  checkAgreement,
  compareAgreements,
  downloadAgreement,
  listAgreementVersions,
  readAgreement,
} from './contract.ts'
import { diffOf } from './diff.ts'
import { AGREEMENT_ADOPTED } from './events.ts'
import { parseExpression } from './expressions.ts'
import { agreementJsonSchema } from './generated.ts'
import { describe } from './rules/expression/describe.ts'
import { expressionsOf } from './rules/expressions-of.ts'
import { pathText } from './rules/finding.ts'
import type { AgreementDocument } from './schema.ts'
import { headAt, headsPage, type VersionHead, type VersionRow, versionRow } from './store.ts'
import { type Author, addVersion, agreementInForce } from './versions.ts'
import { parseAgreement } from './yaml.ts'

/** What the database can count to; a place in a list beyond it names none. */
/** Number of the last version shown. */
const Place = z.int32().positive()

export const operations: Handler[] = [
  handle(readAgreement, async ({ tx, workspaceId, now }, { version }) => {
    const row = await rowOf(tx, workspaceId, version, now)
    return {
      version: shown(row, now),
      document: row.document,
      inWords: inWords(row.document),
      yaml: row.yaml,
    }
  }),

  handle(listAgreementVersions, async ({ tx, workspaceId, now }, { cursor, limit }) => {
    const rows = await headsPage(tx, workspaceId, readCursor(Place, cursor), limit + 1)
    const page = pageOf(rows, limit, (last) => writeCursor(Place, last.number))
    return { items: page.shown.map((row) => shown(row, now)), nextCursor: page.nextCursor }
  }),

  handle(downloadAgreement, async ({ tx, workspaceId, now }, { version }) => {
    const row = await rowOf(tx, workspaceId, version, now)
    const filename = `agreement-v${row.number}.yaml`
    return { filename, contentType: 'application/yaml; charset=utf-8', body: row.yaml }
  }),

  handle(agreementSchema, async () => ({
    filename: 'agreement.schema.json',
    contentType: 'application/schema+json; charset=utf-8',
    body: agreementJsonSchema(),
  })),

  handle(checkAgreement, async ({ tx, workspaceId, now }, { yaml }) => {
    const parsed = parseAgreement(yaml)
    if (!parsed.ok) return { ok: false, problems: parsed.problems, changes: [] }
    const { document } = await agreementInForce(tx, workspaceId, now)
    return { ok: true, problems: parsed.warnings, changes: changes(document, parsed.value) }
  }),

  handle(compareAgreements, async ({ tx, workspaceId, now }, { from, to }) => {
    const before = await rowOf(tx, workspaceId, from, now)
    const after = await rowOf(tx, workspaceId, to, now)
    return { changes: changes(before.document, after.document) }
  }),

  handle(adoptAgreement, async (context, { yaml, note }) => {
    const { tx, workspaceId, actor, now } = context
    const number = await adopt(tx, workspaceId, { yaml, note: note ?? null, author: actor, now })
    await context.announce(AGREEMENT_ADOPTED, { version: number })
    const row = await rowOf(tx, workspaceId, number, now)
    context.audit({
      subject: `agreement version ${number}`,
      summary: `Adopted version ${number} of the agreement${note ? `: ${note}` : ''}`,
      detail: { version: number, effectiveFrom: row.effectiveFrom, digest: row.digest },
    })
    return shown(row, now)
  }),
]

/**
 * Adopts a version given as YAML.
 *
 * @returns its number
 * @throws Problem `agreement.unsound` with every problem and its line, or `agreement.out_of_order`
 */
export async function adopt(
  tx: Tx,
  workspaceId: string,
  { yaml, note, author, now }: { yaml: string; note: string | null; author: Author; now: Instant },
): Promise<number> {
  const parsed = parseAgreement(yaml)
  if (!parsed.ok) {
    const errors = parsed.problems.map((problem) => ({
      pointer: '/yaml',
      detail: `Line ${problem.line}, column ${problem.column}: ${problem.message}`,
    }))
    throw new Problem(agreementUnsound, 'Correct the places named below and adopt it again.', { errors })
  }
  const document = parsed.value
  const { id, name } = author
  return addVersion(tx, workspaceId, { yaml, document, note, author: { id, name }, now })
}

async function rowOf(
  tx: Tx,
  workspaceId: string,
  version: number | undefined,
  now: Instant,
): Promise<VersionRow> {
  const number = version ?? (await headAt(tx, workspaceId, now))?.number
  const row = number === undefined ? null : await versionRow(tx, workspaceId, number)
  if (!row) throw new Problem(agreementMissing, 'Choose one from the list of versions.')
  return row
}

function shown(row: VersionHead, now: Instant) {
  const { number, status, effectiveFrom, effectiveTo, note, createdByName, createdAt } = row
  const begun = effectiveFrom === null || effectiveFrom <= now
  const inForce = status !== 'draft' && begun && (effectiveTo === null || now < effectiveTo)
  return { number, status, effectiveFrom, effectiveTo, inForce, note, createdByName, createdAt }
}

const changes = (before: AgreementDocument, after: AgreementDocument) =>
  diffOf(before, after).map(({ clause, path, kind, sentence }) => ({
    clause,
    path: pathText(path),
    kind,
    sentence,
  }))

/** Every expression in plain words, by its place. */
function inWords(document: AgreementDocument): Record<string, string> {
  const names = new Map(document.stages.map((stage) => [stage.key, stage.name]))
  return Object.fromEntries(
    expressionsOf(document).flatMap(({ path, text }) => {
      const parsed = parseExpression(text)
      return parsed.ok ? [[pathText(path), describe(parsed.term, (key) => names.get(key) ?? key)]] : []
    }),
  )
}
