export type { Head, Verification } from './chain.ts'
export { type AuditRecord, auditOperations, recordAudit, verifyWorkspaceAudit } from './service.ts'
export { createWitness, type Witness } from './witness.ts'
