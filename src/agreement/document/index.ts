export type * from './rules/compiled.ts'
export type { AgreementDocument } from './schema.ts'
