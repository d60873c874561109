/** Every table of the product. `npm run generate` makes the migrations from it. Add a slice's tables here. */

export * from '#agreement/document/tables.ts'
export * from '#leads/handoff/tables.ts'
export * from '#leads/leaks/tables.ts'
export * from '#leads/lifecycle/tables.ts'
export * from '#leads/nurture/tables.ts'
export * from '#leads/routing/tables.ts'
export * from '#platform/jobs/tables.ts'
export * from '#platform/operation/tables.ts'
export * from '#records/accounts/tables.ts'
export * from '#records/campaigns/tables.ts'
export * from '#records/correspondence/tables.ts'
export * from '#records/deals/tables.ts'
export * from '#records/forms/tables.ts'
export * from '#records/imports/tables.ts'
export * from '#records/intake/tables.ts'
export * from '#records/matching/tables.ts'
export * from '#records/people/tables.ts'
export * from '#records/touches/tables.ts'
export * from '#reports/kpi/tables.ts'
export * from '#workspace/access/tables.ts'
export * from '#workspace/audit/tables.ts'
export * from '#workspace/notifications/tables.ts'

/** Tables without a workspace: small, without row-level security, reached only through `database.system`. */
export const GLOBAL_TABLES = [
  'workspace',
  'app_user',
  'session',
  'credential',
  'verification',
  'setup',
] as const

/** Ledgers: the role of the application may add rows, never change or remove them. */
export const APPEND_ONLY = [
  'touch',
  'intake_event',
  'form_submission',
  'stage_transition',
  'hand_off_event',
  'routing_decision',
  'pool_credit',
  'opportunity_stage_change',
  'reported_stage',
  'reported_stage_withdrawal',
  'audit_entry',
] as const

/** Indexes that serve look-ups across workspaces (`database.system`), the only ones that may not begin with `workspace_id`. */
export const CROSS_WORKSPACE_INDEXES: readonly string[] = ['member_user', 'job_due']
