import type { Database } from '#platform/db/index.ts'
import { type HandOffFacts, standing } from './rules/ledger.ts'
import { eventsOf, handOffsAfter } from './store.ts'

const BATCH = 500
const TOLD = 100

/** One place where a stored hand-off does not say what its ledger gives. */
interface Difference {
  handOffId: string
  /** field of the hand-off, or `ledger` when that is broken */
  what: string
  stored: string
  rebuilt: string
}

interface RebuiltHandOffs {
  handOffs: number
  differences: number
  /** the first hundred */
  examples: Difference[]
}

/** Computes every hand-off again from its events and compares field by field. Changes nothing. */
export async function rebuildHandOffs(database: Database, workspaceId: string): Promise<RebuiltHandOffs> {
  const sum: RebuiltHandOffs = { handOffs: 0, differences: 0, examples: [] }
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const found = await database.workspace(workspaceId, async (tx) => {
      const rows = await handOffsAfter(tx, workspaceId, after, BATCH)
      const ids = rows.map((row) => row.id)
      return { rows, ledgers: await eventsOf(tx, workspaceId, ids) }
    })
    for (const row of found.rows) {
      sum.handOffs += 1
      for (const difference of differencesOf(row.id, row, found.ledgers.get(row.id)!)) {
        sum.differences += 1
        if (sum.examples.length < TOLD) sum.examples.push(difference)
      }
    }
    if (found.rows.length < BATCH) return sum
    after = found.rows.at(-1)!.id
  }
}

function differencesOf(
  handOffId: string,
  stored: HandOffFacts,
  ledger: Parameters<typeof standing>[0],
): Difference[] {
  const numbers = ledger.map((event) => event.number)
  if (ledger[0]?.kind !== 'offered' || numbers.some((number, index) => number !== index + 1))
    return [
      {
        handOffId,
        what: 'ledger',
        stored: `events ${numbers.join(', ')}`,
        rebuilt: 'an offer and what followed',
      },
    ]
  const rebuilt = standing(ledger)
  return (Object.keys(rebuilt) as (keyof HandOffFacts)[])
    .map((what) => ({
      handOffId,
      what,
      stored: JSON.stringify(stored[what]),
      rebuilt: JSON.stringify(rebuilt[what]),
    }))
    .filter((field) => field.stored !== field.rebuilt)
}
