export { type AgreementFile, type AuditOptions, audit } from './audit.ts'
export { type AuditCommandOptions, type AuditIo, auditCommand } from './command.ts'
export { reportHtml } from './html/report.ts'
export { AuditReport } from './report.ts'
