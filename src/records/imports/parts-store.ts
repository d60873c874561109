import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'

export interface ReportedStageRow {
  person_id: string
  stage: string
  occurred_at: string
  source: string
  reason: string | null
}

/** Remembers stages that a source dates. */
export async function insertReportedStages(
  tx: Tx,
  workspaceId: string,
  rows: readonly ReportedStageRow[],
  recordedAt: number,
  importId: string | null,
) {
  if (rows.length === 0) return 0
  const result = await tx.execute(sql`
    insert into reported_stage (workspace_id, person_id, stage, occurred_at, recorded_at, source, reason, import_id)
    select ${workspaceId}::uuid, person_id, stage, occurred_at, ${new Date(recordedAt).toISOString()}::timestamptz, source, reason, ${importId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(person_id uuid, stage text, occurred_at timestamptz, source text, reason text)
    on conflict (workspace_id, person_id, stage, occurred_at, revision) do nothing`)
  return result.rowCount ?? 0
}

export interface ContactRow {
  opportunity_id: string
  person_id: string
  role: string | null
  is_primary: boolean
}

/** Remembers who takes part in deals; a role that is absent does not erase one. */
export async function upsertContacts(
  tx: Tx,
  workspaceId: string,
  rows: readonly ContactRow[],
  importId: string | null,
) {
  if (rows.length === 0) return 0
  const result = await tx.execute(sql`
    insert into opportunity_contact as kept (workspace_id, opportunity_id, person_id, role, is_primary, import_id)
    select ${workspaceId}::uuid, opportunity_id, person_id, role, is_primary, ${importId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(opportunity_id uuid, person_id uuid, role text, is_primary boolean)
    on conflict (workspace_id, opportunity_id, person_id) do update
      set role = coalesce(excluded.role, kept.role), is_primary = excluded.is_primary or kept.is_primary
      where kept.role is distinct from coalesce(excluded.role, kept.role) or (excluded.is_primary and not kept.is_primary)`)
  return result.rowCount ?? 0
}

export interface StageChangeColumns {
  opportunity_id: string
  to_stage: string
  from_stage: string | null
  amount_minor: number | null
  occurred_at: string
}

/** Adds moves of deals that are not known yet. */
export async function insertStageChanges(
  tx: Tx,
  workspaceId: string,
  rows: readonly StageChangeColumns[],
  recordedAt: number,
  importId: string | null,
) {
  if (rows.length === 0) return 0
  const result = await tx.execute(sql`
    insert into opportunity_stage_change (workspace_id, opportunity_id, to_stage, from_stage, amount_minor, occurred_at, recorded_at, import_id)
    select ${workspaceId}::uuid, opportunity_id, to_stage, from_stage, amount_minor, occurred_at,
      ${new Date(recordedAt).toISOString()}::timestamptz, ${importId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given(opportunity_id uuid, to_stage text, from_stage text, amount_minor bigint, occurred_at timestamptz)
    on conflict (workspace_id, opportunity_id, occurred_at, to_stage) do nothing`)
  return result.rowCount ?? 0
}

export interface CostRow {
  campaign_id: string
  spent_on: string
  kind: string
  amount_minor: number
  currency: string
}

/** Sets what campaigns cost. */
export async function upsertCosts(
  tx: Tx,
  workspaceId: string,
  rows: readonly CostRow[],
  importId: string | null,
): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`
    insert into campaign_cost as kept (workspace_id, campaign_id, spent_on, kind, amount_minor, currency, import_id)
    select ${workspaceId}::uuid, campaign_id, spent_on, kind, amount_minor, currency, ${importId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given(campaign_id uuid, spent_on date, kind text, amount_minor bigint, currency text)
    on conflict (workspace_id, campaign_id, spent_on, kind) do update
      set amount_minor = excluded.amount_minor, currency = excluded.currency
      where kept.amount_minor <> excluded.amount_minor or kept.currency <> excluded.currency`)
}
