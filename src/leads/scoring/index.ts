export * from './rules/index.ts'
export { zoneTable } from './zone.ts'
