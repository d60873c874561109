import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'

/** Makes sellers the owners of people; `null`: nobody. A person named twice gets the last one named. */
export async function setOwners(
  tx: Tx,
  workspaceId: string,
  owners: readonly { personId: string; sellerId: string | null }[],
): Promise<void> {
  if (owners.length === 0) return
  const last = [...new Map(owners.map((owner) => [owner.personId, owner])).values()]
  await tx.execute(sql`
    update person as p set seller_id = o."sellerId"
    from jsonb_to_recordset(${JSON.stringify(last)}::jsonb) as o ("personId" uuid, "sellerId" uuid)
    where p.workspace_id = ${workspaceId} and p.id = o."personId" and p.seller_id is distinct from o."sellerId"`)
}
