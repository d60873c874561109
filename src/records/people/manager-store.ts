import { type SQL, sql } from 'drizzle-orm'

/**
 * Whether the member `m` of a query is the manager that stands with a seller: an address means the member who has it; a name means
 * the seller who has it, by their address, or the member to whom an administrator gave it. A name that a member chose says nothing.
 *
 * @param manager what the CRM says, an address or a name
 */
export const isManagerIn = (workspaceId: string, manager: SQL) => sql`(
  lower(trim(${manager})) = lower(trim(m.email))
  or (m.name_vouched and lower(trim(${manager})) = lower(trim(m.name)))
  or exists (select 1 from seller b where b.workspace_id = ${workspaceId}
    and b.email_norm = lower(trim(m.email)) and lower(trim(b.name)) = lower(trim(${manager}))))`
