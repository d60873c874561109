import type { Database } from '#platform/db/index.ts'
import { batchesOf } from './batches.ts'
import { gather } from './gather.ts'
import { strayIds } from './ledger-store.ts'
import { compute, storedFor } from './recompute-in.ts'
import { differences } from './rules/lead.ts'
import { ledgerChanges, withFrozenScores } from './rules/ledger.ts'
import type { VersionInForce } from './rules/version.ts'
import { versionsOf } from './versions.ts'

/** Differences told one by one; all of them are counted. */
const TOLD = 100

/** One place where the cache or the ledger does not say what the records give. */
interface Difference {
  personId: string
  /** field of the lead cache, or `stage_transition`, or `missing`, or `stray` */
  what: string
  stored: string
  rebuilt: string
}

interface Rebuilt {
  people: number
  transitions: number
  differences: number
  /** the first hundred */
  examples: Difference[]
}

/**
 * Computes every lead again from the ledgers, at the instant its row states, and compares bit for bit. Changes nothing.
 *
 * @param onProgress people compared so far
 */
export async function rebuild(
  database: Database,
  workspaceId: string,
  onProgress: (people: number) => void = () => {},
): Promise<Rebuilt> {
  const versions = await database.workspace(workspaceId, (tx) => versionsOf(tx, workspaceId))
  const sum: Rebuilt = { people: 0, transitions: 0, differences: 0, examples: [] }
  const tell = (found: Difference[]) => {
    sum.differences += found.length
    sum.examples.push(...found.slice(0, TOLD - sum.examples.length))
  }
  for await (const { ids } of batchesOf(database, workspaceId, 'all')) {
    const compared = await compareBatch(database, workspaceId, ids, versions)
    sum.people += ids.length
    sum.transitions += compared.transitions
    tell(compared.found)
    onProgress(sum.people)
  }
  const strays = await database.workspace(workspaceId, (tx) => strayIds(tx, workspaceId, 'all', 10_000))
  tell(strays.map((personId) => ({ personId, what: 'stray', stored: 'a lead', rebuilt: 'no such person' })))
  return sum
}

async function compareBatch(
  database: Database,
  workspaceId: string,
  ids: readonly string[],
  versions: readonly VersionInForce[],
) {
  return database.workspace(workspaceId, async (tx) => {
    const { moves, leads } = await storedFor(tx, workspaceId, ids)
    const people = await gather(tx, workspaceId, ids, versions, moves)
    const found: Difference[] = []
    let transitions = 0
    for (const gathered of people) {
      const { personId } = gathered
      const stored = leads.get(personId)
      if (!stored) {
        found.push({ personId, what: 'missing', stored: 'nothing', rebuilt: 'a lead' })
        continue
      }
      const computed = compute(gathered, versions, stored.scoredAt)
      transitions += computed.transitions.length
      for (const field of differences(stored, computed.row)) {
        found.push({ personId, what: field, stored: told(stored, field), rebuilt: told(computed.row, field) })
      }
      const own = moves.get(personId) ?? []
      const { takeBack, add } = ledgerChanges(own, withFrozenScores(own, computed.transitions))
      const asText = (list: { toStage: string }[]) => list.map((move) => move.toStage).join(', ') || 'none'
      if (takeBack.length + add.length > 0) {
        found.push({ personId, what: 'stage_transition', stored: asText(takeBack), rebuilt: asText(add) })
      }
    }
    return { transitions, found }
  })
}

function told(row: object, field: string): string {
  return JSON.stringify(row[field as keyof typeof row])
}
