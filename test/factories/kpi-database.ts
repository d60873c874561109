import { sql } from 'drizzle-orm'
import type { Database } from '#platform/db/index.ts'
import { toIso } from '#platform/kernel/instant.ts'
import type { HandOffRow, RecordSet } from '#reports/kpi/rules/records.ts'
import { idOf, START } from './kpi-records.ts'

/** A company of `kpi-records.ts` written into a database. */

const RECORDED = '2026-12-31T00:00:00Z'
const iso = (when: number | null) => (when === null ? null : toIso(when))

/** Writes a company, or the changed part of one, into a workspace; rows that are there already are replaced. */
export async function writeCompany(
  database: Database,
  workspaceId: string,
  company: RecordSet,
): Promise<void> {
  const insert = (table: string, rows: Record<string, unknown>[]) =>
    insertRows(database, workspaceId, table, rows)
  const accounts = [
    ...new Set([...company.people, ...company.opportunities].flatMap(({ accountId }) => accountId ?? [])),
  ]
  await insert(
    'seller',
    [...company.teams].map(([id, team]) => ({ id, name: id, name_norm: id, team, recorded_at: RECORDED })),
  )
  await insert(
    'account',
    accounts.map((id) => ({
      id,
      name: id,
      name_norm: id,
      attributes: {},
      occurred_at: RECORDED,
      recorded_at: RECORDED,
    })),
  )
  await insert(
    'person',
    company.people.map((person) => ({
      id: person.id,
      email_norm: `${person.id}@example.com`,
      source: person.source,
      seller_id: person.sellerId,
      account_id: person.accountId,
      attributes: {},
      occurred_at: toIso(START),
      recorded_at: RECORDED,
    })),
  )
  await insert(
    'touch',
    company.touches.map((touch) => ({
      id: touch.id,
      person_id: touch.personId,
      campaign_id: touch.campaignId,
      kind: touch.kind,
      side: touch.side,
      direction: touch.direction,
      channel: touch.channel,
      machine: touch.machine,
      attributes: touch.attributes,
      occurred_at: toIso(touch.at),
      recorded_at: RECORDED,
      source: 'test',
      dedupe_key: touch.id,
    })),
  )
  await insert(
    'stage_transition',
    company.moves.map((move, i) => ({
      id: idOf(7, i),
      person_id: move.personId,
      cycle: move.cycle,
      from_stage: move.fromStage,
      to_stage: move.toStage,
      occurred_at: toIso(move.at),
      recorded_at: RECORDED,
      inferred: move.inferred,
      actor_kind: 'rule',
      actor: 'test',
      agreement_version: move.agreementVersion,
      fit: 0,
      engagement: 0,
    })),
  )
  await insert('hand_off', (company.handOffs ?? []).map(handOffColumns))
  await insert(
    'opportunity',
    company.opportunities.map((row) => ({
      id: row.id,
      name: row.id,
      account_id: row.accountId,
      seller_id: row.sellerId,
      status: row.status,
      stage: row.status,
      amount_minor: row.amountMinor,
      currency: row.currency,
      origin: row.origin,
      occurred_at: iso(row.createdAt),
      closed_at: iso(row.closedAt),
      attributes: {},
      recorded_at: RECORDED,
    })),
  )
  await insert(
    'opportunity_contact',
    company.opportunities.flatMap((row) =>
      row.contacts.map((contact) => ({
        opportunity_id: row.id,
        person_id: contact.personId,
        is_primary: contact.isPrimary,
      })),
    ),
  )
}

function handOffColumns(row: HandOffRow, index: number): Record<string, unknown> {
  const then = toIso(row.stateAt)
  return {
    ...{ id: idOf(8, index), person_id: row.personId, cycle: row.cycle, sequence: index + 1 },
    ...{ seller_id: row.sellerId, campaign_id: row.campaignId, agreement_version: 1, hand_raise: false },
    ...{
      state: row.state,
      state_at: then,
      accepted_at: iso(row.acceptedAt),
      accepted_by_default: row.acceptedByDefault,
    },
    ...{ response_time: 'others', within_ms: 1, clock: 'elapsed', away: [], outside_hours: false, events: 1 },
    ...{ lead_started_at: then, lead_due_at: then, offered_at: then, owner_due_at: then, due_at: then },
  }
}

/** Inserts rows given by column name; all rows of a call have the same columns. */
async function insertRows(
  database: Database,
  workspaceId: string,
  table: string,
  rows: Record<string, unknown>[],
): Promise<void> {
  if (rows.length === 0) return
  const columns = sql.raw(['workspace_id', ...Object.keys(rows[0]!)].join(', '))
  const name = sql.raw(table)
  for (let i = 0; i < rows.length; i += 5_000) {
    const chunk = JSON.stringify(
      rows.slice(i, i + 5_000).map((row) => ({ workspace_id: workspaceId, ...row })),
    )
    await database.system((tx) =>
      tx.execute(sql`insert into ${name} (${columns})
        select ${columns} from jsonb_populate_recordset(null::${name}, ${chunk}::jsonb) on conflict do nothing`),
    )
  }
}
