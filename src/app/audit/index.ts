export { audit } from './audit.ts'
export { auditCommand } from './command.ts'
