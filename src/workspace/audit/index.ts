export { type Head, type Verification, verifyChain } from './chain.ts'
export { type AuditRecord, auditOperations, recordAudit, verifyWorkspaceAudit } from './service.ts'
export { createWitness, type Witness } from './witness.ts'
