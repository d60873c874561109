import { z } from 'zod'
import { InstantIso } from '#platform/kernel/instant.ts'
import { operation, Page, page, unknownPlace } from '#platform/operation/index.ts'

export const AuditEntry = z.object({
  seq: z.number().int(),
  occurredAt: InstantIso,
  actorKind: z.enum(['user', 'api_key', 'system']),
  actorName: z.string(),
  operation: z.string(),
  subject: z.string().nullable(),
  summary: z.string(),
  detail: z.record(z.string(), z.unknown()),
  hash: z.string(),
})

export const listAuditEntries = operation({
  id: 'audit.list',
  method: 'GET',
  path: '/audit',
  permission: 'audit.read',
  summary: 'What was done in this workspace, newest first',
  input: Page.extend({ operation: z.string().max(80).optional(), search: z.string().max(120).optional() }),
  output: page(AuditEntry),
  errors: [unknownPlace],
})

export const verifyAudit = operation({
  id: 'audit.verify',
  method: 'GET',
  path: '/audit/verification',
  permission: 'audit.read',
  summary: 'Check that no line of the audit trail was changed, removed or reordered',
  input: z.object({}),
  output: z.object({
    intact: z.boolean(),
    entries: z.number().int(),
    /** first line that does not fit, when not intact */
    firstBadSeq: z.number().int().nullable(),
    reason: z.string().nullable(),
  }),
})
