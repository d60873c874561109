import type { ExitCode, Output } from '#agreement/document/index.ts'
import type { Database } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { workspaces } from './ledger-store.ts'
import { type Rebuilt, rebuild } from './rebuild.ts'
import { recomputeLeads } from './recompute.ts'

/** What `accord rebuild` is asked for. */
export interface RebuildOptions {
  /** id or short name of a workspace; absent: all */
  workspace?: string | undefined
  /** only compare, put nothing right */
  check?: boolean | undefined
  now: Instant
}

/**
 * `accord rebuild`: computes stages and scores again from the ledgers, reports each difference and puts it right.
 * 0 when there is none, 1 when there were differences, 2 for an unknown workspace.
 */
export async function rebuildCommand(
  database: Database,
  options: RebuildOptions,
  out: Output,
): Promise<ExitCode> {
  const all = await database.system((tx) => workspaces(tx))
  const chosen =
    options.workspace === undefined
      ? all
      : all.filter(({ id, slug }) => [id, slug].includes(options.workspace!))
  if (chosen.length === 0 && options.workspace !== undefined) {
    out.stderr(
      `There is no workspace ${options.workspace}. Known: ${all.map(({ slug }) => slug).join(', ') || 'none'}.\n`,
    )
    return 2
  }
  const results: (Rebuilt & { workspace: string; repaired: boolean })[] = []
  for (const { id, slug } of chosen) {
    const found = await rebuild(database, id)
    const repaired = found.differences > 0 && !options.check
    if (repaired) await recomputeLeads(database, id, 'all', options.now)
    results.push({ ...found, workspace: slug, repaired })
  }
  out.stdout(out.json ? `${JSON.stringify({ workspaces: results }, null, 2)}\n` : results.map(told).join(''))
  return results.some((result) => result.differences > 0) ? 1 : 0
}

function told({
  workspace,
  people,
  transitions,
  differences,
  examples,
  repaired,
}: Rebuilt & { workspace: string; repaired: boolean }): string {
  const compared = `${workspace}: ${people} leads and ${transitions} moves compared`
  if (differences === 0) return `${compared}, no difference.\n`
  const lines = examples.map(
    ({ personId, what, stored, rebuilt }) =>
      `  ${personId} ${what}: ${stored}, from the records ${rebuilt}\n`,
  )
  const more = differences > examples.length ? `  and ${differences - examples.length} more\n` : ''
  const then = repaired ? 'They have been put right.' : 'Run without --check to put them right.'
  return `${compared}, ${differences} differences. ${then}\n${lines.join('')}${more}`
}
