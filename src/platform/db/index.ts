export type { Database, DatabaseOptions, Tx } from './database.ts'
export { DatabaseProblem, DataFolderInUse } from './errors.ts'
export { migrate } from './migrate.ts'
export { openDatabase } from './open.ts'
