import { rebuildHandOffs } from '#leads/handoff/index.ts'
import { rebuild, recomputeLeads } from '#leads/lifecycle/index.ts'
import type { Database } from '#platform/db/index.ts'
import { RECORD_TITLES, type RecordKind } from '#records/imports/index.ts'
import { refreshFacts } from '#reports/kpi/index.ts'
import { workspaceList } from '#workspace/access/index.ts'
import { createWitness, verifyWorkspaceAudit } from '#workspace/audit/index.ts'
import { loadSampleCompany, type StoryAsked, storyOf } from '../demo/index.ts'
import { administrators } from '../demo/removal-store.ts'
import { type LocalOptions, withDatabase } from './local.ts'
import type { ExitCode, Output } from './output.ts'
import { progressLine } from './progress.ts'

/** `accord demo`: the sample company in a workspace of its own; replaces one that is there. */
export async function demoCommand(options: LocalOptions & StoryAsked, output: Output): Promise<ExitCode> {
  const now = Date.now()
  const story = storyOf(options, now)
  const line = progressLine()
  const loaded = await withDatabase(options, async (database) => {
    const userIds = await database.system(administrators)
    return loadSampleCompany(database, {
      ...story,
      userIds,
      now,
      onProgress: ({ doing, share }) => line.show(doing, share),
    })
  })
  line.end()
  if (output.json) output.stdout(`${JSON.stringify(loaded)}\n`)
  else {
    const kinds = Object.keys(loaded.records) as RecordKind[]
    const records = kinds.map(
      (kind) => `${loaded.records[kind]!.toLocaleString('en')} ${RECORD_TITLES[kind]}`,
    )
    output.stdout(
      `The workspace "Sample company" holds ${records.join(', ')}.\nStart Accord and choose it at the top left.\n`,
    )
  }
  return 0
}

/** `accord audit-log verify`: every workspace's chain, against itself and against the ends kept beside the database. */
export async function verifyAuditCommand(options: LocalOptions, output: Output): Promise<ExitCode> {
  const results = await withDatabase(options, async (database, config) => {
    const witness = createWitness(config.dataDir)
    return eachWorkspace(database, async (workspaceId) => {
      const witnessed = await witness.headOf(workspaceId)
      return database.workspace(workspaceId, (tx) => verifyWorkspaceAudit(tx, workspaceId, witnessed))
    })
  })
  if (output.json) output.stdout(`${JSON.stringify(results)}\n`)
  else {
    for (const { workspace, result } of results) {
      output.stdout(
        `${workspace}: ${result.intact ? `${result.entries} lines, all intact` : result.reason}\n`,
      )
    }
    if (results.length === 0) output.stdout('There is no workspace yet.\n')
  }
  return results.every(({ result }) => result.intact) ? 0 : 1
}

/** `accord rebuild`: leads and hand-offs computed again from their ledgers and compared; leads that differ are stored anew. */
export async function rebuildCommand(options: LocalOptions, output: Output): Promise<ExitCode> {
  const line = progressLine()
  const results = await withDatabase(options, (database) =>
    eachWorkspace(database, async (workspaceId) => {
      const compared = await rebuild(database, workspaceId, (people) =>
        line.show(`${people.toLocaleString('en')} people compared`),
      )
      if (compared.differences > 0) await recomputeLeads(database, workspaceId, 'all', Date.now())
      await refreshFacts(database, workspaceId, 'all', Date.now())
      return { ...compared, handOffs: await rebuildHandOffs(database, workspaceId) }
    }),
  )
  line.end()
  if (output.json) output.stdout(`${JSON.stringify(results)}\n`)
  for (const { workspace, result } of output.json ? [] : results) {
    const found = result.differences
    const verdict = found === 0 ? 'all as stored' : `${found.toLocaleString('en')} differences, corrected`
    output.stdout(`${workspace}: ${result.people.toLocaleString('en')} people compared, ${verdict}\n`)
    for (const { personId, what, stored, rebuilt } of result.examples.slice(0, 10)) {
      output.stdout(`  ${personId} ${what}: ${stored} stored, ${rebuilt} rebuilt\n`)
    }
    const { handOffs } = result
    const agreed =
      handOffs.differences === 0 ? 'all as their ledgers say' : `${handOffs.differences} differences`
    output.stdout(`${workspace}: ${handOffs.handOffs.toLocaleString('en')} hand-offs compared, ${agreed}\n`)
    for (const { handOffId, what, stored, rebuilt } of handOffs.examples.slice(0, 10)) {
      output.stdout(`  ${handOffId} ${what}: ${stored} stored, ${rebuilt} rebuilt\n`)
    }
  }
  return results.every(({ result }) => result.differences + result.handOffs.differences === 0) ? 0 : 1
}

async function eachWorkspace<T>(
  database: Database,
  work: (workspaceId: string) => Promise<T>,
): Promise<{ workspace: string; result: T }[]> {
  const results: { workspace: string; result: T }[] = []
  for (const { id, name } of await database.system(workspaceList))
    results.push({ workspace: name, result: await work(id) })
  return results
}
