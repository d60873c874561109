import { createHash } from 'node:crypto'
import type { Tx } from '#platform/db/index.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { Problem } from '#platform/operation/index.ts'
import { compileAgreement } from './compile.ts'
import { agreementMissing, agreementOutOfOrder } from './contract.ts'
import { defaultAgreementYaml } from './default-agreement.generated.ts'
import type { AgreementInForce, CompiledAgreement } from './rules/compiled.ts'
import type { AgreementDocument } from './schema.ts'
import {
  headAt,
  heads,
  insertVersion,
  lockLatest,
  supersede,
  type VersionHead,
  versionRow,
  workspaceBasics,
} from './store.ts'
import { parseAgreement } from './yaml.ts'

/** A version's document never changes, so what was compiled stays true; the least recently used go first. */
const compiledVersions = new Map<string, { document: AgreementDocument; compiled: CompiledAgreement }>()
const MOST_COMPILED = 100

async function compiledVersion(tx: Tx, workspaceId: string, { number, digest }: VersionHead) {
  const key = `${workspaceId}:${number}:${digest}`
  const known = compiledVersions.get(key)
  if (known) {
    compiledVersions.delete(key)
    compiledVersions.set(key, known)
    return known
  }
  const row = await versionRow(tx, workspaceId, number)
  if (!row) throw new Problem(agreementMissing)
  const made = { document: row.document, compiled: compileAgreement(row.document) }
  compiledVersions.set(key, made)
  if (compiledVersions.size > MOST_COMPILED) compiledVersions.delete(compiledVersions.keys().next().value!)
  return made
}

async function loaded(tx: Tx, workspaceId: string, version: VersionHead): Promise<AgreementInForce> {
  const { document, compiled } = await compiledVersion(tx, workspaceId, version)
  const effectiveFrom = version.effectiveFrom ?? Number.NEGATIVE_INFINITY
  return { version: version.number, document, compiled, effectiveFrom }
}

/**
 * The agreement that holds at an instant, ready to run; compiled once per version and kept in memory.
 *
 * @throws Problem `agreement.not_found` when the workspace has none
 */
export async function agreementInForce(tx: Tx, workspaceId: string, at: Instant): Promise<AgreementInForce> {
  const version = await headAt(tx, workspaceId, at)
  if (!version) throw new Problem(agreementMissing, 'This workspace has no agreement yet.')
  return loaded(tx, workspaceId, version)
}

/** Every version that is or was in force, ready to run, in their order: what a replay over history needs. */
export async function agreementsInForce(tx: Tx, workspaceId: string): Promise<AgreementInForce[]> {
  const found: AgreementInForce[] = []
  for (const version of await heads(tx, workspaceId)) found.push(await loaded(tx, workspaceId, version))
  return found
}

/** Who brings a version in; `null` id for the program itself. */
export interface Author {
  id: string | null
  name: string
}

const ACCORD: Author = { id: null, name: 'Accord' }

/**
 * Puts a new workspace under the default agreement, in its own name, time zone and currency, as version 1. It holds since the
 * beginning, so that imported history is covered.
 */
export async function startUnderDefault(tx: Tx, workspaceId: string, now: Instant): Promise<void> {
  const basics = await workspaceBasics(tx, workspaceId)
  const own = basics ? inItsName(basics) : defaultAgreementYaml
  await start(tx, workspaceId, parseAgreement(own).ok ? own : defaultAgreementYaml, now)
}

/** Changes only the words that differ, so that the explanations and lines of the default stay as they are. */
function inItsName({
  name,
  timeZone,
  currency,
}: {
  name: string
  timeZone: string
  currency: string
}): string {
  return defaultAgreementYaml
    .replace('company: Our company', () => `company: ${JSON.stringify(name)}`)
    .replaceAll('timeZone: UTC', () => `timeZone: ${JSON.stringify(timeZone)}`)
    .replace('currency: EUR', () => `currency: ${JSON.stringify(currency)}`)
}

async function start(tx: Tx, workspaceId: string, text: string, now: Instant): Promise<void> {
  const parsed = parseAgreement(text)
  if (!parsed.ok) throw new Error(`The default agreement is broken: ${parsed.problems[0]?.message}`)
  await insertVersion(tx, {
    ...versionOf(workspaceId, 1, text, parsed.value),
    ...authored(ACCORD, now),
    effectiveFrom: null,
    note: null,
  })
}

export interface NewVersion {
  yaml: string
  document: AgreementDocument
  author: Author
  note: string | null
  now: Instant
}

/**
 * Adds a version that follows the latest one, from the day its `effectiveFrom` names, else from now on.
 *
 * @throws Problem `agreement.out_of_order` when it would begin before the latest one
 */
export async function addVersion(tx: Tx, workspaceId: string, added: NewVersion): Promise<number> {
  const { document, author, now } = added
  const latest = await lockLatest(tx, workspaceId)
  const { effectiveFrom: day, timeZone } = document
  const effectiveFrom = day === undefined ? now : calendarOf(timeZone).startOf(day)
  if (latest?.effectiveFrom != null && effectiveFrom <= latest.effectiveFrom) {
    throw new Problem(
      agreementOutOfOrder,
      `Version ${latest.number} holds from ${calendarOf(timeZone).dayOf(latest.effectiveFrom)} on. Give a later effectiveFrom, or leave the line out to begin now.`,
    )
  }
  const number = (latest?.number ?? 0) + 1
  if (latest) await supersede(tx, workspaceId, latest.number, effectiveFrom)
  await insertVersion(tx, {
    ...versionOf(workspaceId, number, added.yaml, document),
    ...authored(author, now),
    effectiveFrom: latest ? effectiveFrom : null,
    note: added.note,
  })
  return number
}

function versionOf(workspaceId: string, number: number, yaml: string, document: AgreementDocument) {
  const digest = createHash('sha256').update(yaml).digest('hex')
  return { workspaceId, number, status: 'signed' as const, document, yaml, digest, effectiveTo: null }
}

const authored = ({ id, name }: Author, now: Instant) => ({
  createdBy: id,
  createdByName: name,
  createdAt: now,
  signedAt: now,
})
