export { type LogAddresses, logAddresses } from './address.ts'
export { type Logged, logMail, type OnTouches } from './log.ts'
export { type CorrespondenceDeps, correspondenceOperations } from './service.ts'
