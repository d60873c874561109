import { hash } from 'node:crypto'
import type { Tx } from '#platform/db/index.ts'
import { nextId } from '#platform/kernel/ids.ts'
import { emailNorm } from '../people/index.ts'
import type { Resolver } from './resolve.ts'
import type { KindCounts } from './rules/counts.ts'
import { groupBy } from './rules/group.ts'
import { isPlain, SPREADSHEET } from './rules/plain-lists.ts'
import { touchIdentity } from './rules/repeats.ts'
import type { TouchRow } from './rules/rows.ts'
import { insertTouches, knownTouches, type TouchColumns } from './touches-store.ts'
import { emptyCounts, type Refusal, unknownReference } from './write-outcome.ts'
import { instantText } from './write-parties.ts'
import type { WriteSession } from './write-session.ts'

/** Adds the touches of one batch that are not known yet; those of unknown people are refused. */
export async function writeTouches(
  tx: Tx,
  session: WriteSession,
  resolver: Resolver,
  rows: readonly TouchRow[],
  offset: number,
  refusals: Refusal[],
): Promise<KindCounts> {
  const counts = emptyCounts()
  const columns: TouchColumns = {
    id: [],
    person_id: [],
    campaign_id: [],
    seller_id: [],
    kind: [],
    side: [],
    direction: [],
    channel: [],
    subject: [],
    machine: [],
    attributes: [],
    occurred_at: [],
    source: [],
    dedupe_key: [],
  }
  const wanted = rows.map((row) => ({
    person: resolver.want('person', row.person, row),
    campaign: resolver.want('campaign', row.campaign, row),
    seller: resolver.want('seller', row.seller, row),
  }))
  await resolver.settle(tx)
  for (const [index, row] of rows.entries()) {
    const { person, campaign, seller } = wanted[index]!
    if (person?.id) {
      addTouch(columns, row, session, [person.id, campaign?.id ?? null, seller?.id ?? null])
      session.notePerson(person.id)
    } else {
      counts.refused++
      refusals.push({ index: offset + index, message: unknownReference('person') })
    }
  }
  const { workspaceId, options } = session
  if (options.isDryRun) counts.created = await countNew(tx, workspaceId, columns)
  else counts.created = await insertTouches(tx, workspaceId, columns, options)
  counts.unchanged = columns.id.length - counts.created
  return counts
}

async function countNew(tx: Tx, workspaceId: string, columns: TouchColumns): Promise<number> {
  const keys = groupBy(
    columns.dedupe_key.map((key, index) => ({ key, source: columns.source[index]! })),
    ({ source }) => source,
  )
  let fresh = 0
  for (const [source, group] of keys) {
    const distinct = [...new Set(group.map(({ key }) => key))]
    fresh += distinct.length - (await knownTouches(tx, workspaceId, source, distinct)).size
  }
  return fresh
}

function addTouch(
  columns: TouchColumns,
  row: TouchRow,
  session: WriteSession,
  [personId, campaignId, sellerId]: [string, string | null, string | null],
): void {
  const { now, source } = session.options
  columns.id.push(nextId(now))
  columns.person_id.push(personId)
  columns.campaign_id.push(campaignId)
  columns.seller_id.push(sellerId)
  columns.kind.push(row.touchKind)
  columns.side.push(row.side)
  columns.direction.push(row.direction)
  columns.channel.push(row.channel ?? null)
  columns.subject.push(row.subject ?? null)
  columns.machine.push(row.machine ? 't' : 'f')
  columns.attributes.push(row.attributes ? JSON.stringify(row.attributes) : '{}')
  columns.occurred_at.push(instantText(row.occurredAt))
  columns.source.push(row.system ?? source)
  columns.dedupe_key.push(dedupeKey(row, session))
}

/**
 * The source's own id, or a digest of everything that makes the touch what it is. Systems number calls and meetings each by
 * themselves, and plain lists begin with 1, so that an id counts with its kind and its list.
 */
function dedupeKey(row: TouchRow, { list }: WriteSession): string {
  const ofList = (key: string) => (list && isPlain(row.system ?? SPREADSHEET) ? `${list}:${key}` : key)
  if (row.key) return ofList(`${row.touchKind}:${row.key}`)
  const person = row.person.key ? ofList(row.person.key) : (emailNorm(row.person.email) ?? '')
  const said = [...touchIdentity(row, person), ...(row.repeats ? [row.repeats] : [])]
  return `row:${hash('sha1', said.join('\u001f'), 'base64url')}`
}
