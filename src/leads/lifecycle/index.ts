export { rebuild } from './rebuild.ts'
export { recomputeLeads, refreshFadedLeads } from './recompute.ts'
export * from './rules/index.ts'
export { operations } from './service.ts'
