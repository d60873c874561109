import { hash } from 'node:crypto'
import type { Tx } from '#platform/db/index.ts'
import { emailNorm } from '../people/index.ts'
import { freshId } from './fresh-ids.ts'
import type { Resolver } from './resolve.ts'
import type { KindCounts } from './rules/counts.ts'
import { groupBy } from './rules/group.ts'
import type { TouchRow } from './rules/rows.ts'
import { insertTouches, knownTouches, type TouchColumns } from './touches-store.ts'
import { emptyCounts, type Refusal, unknownReference } from './write-outcome.ts'
import { instantText } from './write-parties.ts'
import type { WriteOptions, WriteSession } from './write-session.ts'

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
      addTouch(columns, row, session.options, [person.id, campaign?.id ?? null, seller?.id ?? null])
      session.notePerson(person.id)
    } else {
      counts.refused++
      refusals.push({ index: offset + index, message: unknownReference('person') })
    }
  }
  const { workspaceId, options } = session
  if (options.isDryRun) counts.created = await countNew(tx, workspaceId, columns)
  else counts.created = await insertTouches(tx, workspaceId, columns, options.now, options.importId)
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
  { now, source }: WriteOptions,
  [personId, campaignId, sellerId]: [string, string | null, string | null],
): void {
  columns.id.push(freshId(now))
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
  columns.dedupe_key.push(dedupeKey(row))
}

/** The source's own id, or a digest of everything that makes the touch what it is. */
function dedupeKey(row: TouchRow): string {
  if (row.key) return row.key
  const person = row.person.key ?? emailNorm(row.person.email) ?? ''
  const said = [
    person,
    row.touchKind,
    row.occurredAt,
    row.direction,
    row.subject,
    row.campaign?.key ?? row.campaign?.name,
    row.channel,
    row.seller?.key ?? row.seller?.name,
  ]
  return `row:${hash('sha1', said.join('\u001f'), 'base64url')}`
}
