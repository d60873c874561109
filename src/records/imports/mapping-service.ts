import { newId } from '#platform/kernel/ids.ts'
import { type Context, Problem, pageOf } from '#platform/operation/index.ts'
import { notFound } from '#platform/operation/problem.ts'
import { lockWorkspace } from '#workspace/access/index.ts'
import type { Mapping } from './mapping.ts'
import { deleteMappingRow, listMappingRows, replaceMapping } from './store.ts'

export async function mappings(
  { tx, workspaceId }: Context,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const rows = await listMappingRows(tx, workspaceId, cursor, limit + 1)
  const { shown, nextCursor } = pageOf(rows, limit, (last) => last.name)
  const items = shown.map(({ id, name, mapping, createdAt }) => ({ id, name, mapping, createdAt }))
  return { items, nextCursor }
}

export async function save(context: Context, { name, mapping }: { name: string; mapping: Mapping }) {
  const { tx, workspaceId, now } = context
  const row = { workspaceId, id: newId(now), name, mapping, createdAt: now }
  await lockWorkspace(tx, workspaceId)
  await replaceMapping(tx, row)
  context.audit({ subject: row.id, summary: `Saved the mapping "${name}"` })
  return { id: row.id, name, mapping, createdAt: now }
}

export async function forget(context: Context, { id }: { id: string }) {
  if (!(await deleteMappingRow(context.tx, context.workspaceId, id)))
    throw new Problem(notFound, 'There is no such mapping.')
  context.audit({ subject: id, summary: 'Deleted a saved mapping' })
  return { id }
}
