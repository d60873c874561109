/**
 * The thinking of the product as a library: every rule, pure, for browsers, scripts and replays.
 *
 * @example import { score } from 'accord/engine'
 */
export * from '#agreement/document/index.ts'
export * from '#leads/lifecycle/rules/index.ts'
export * from '#leads/scoring/index.ts'
export * from '#reports/attribution/rules/index.ts'
export * from '#reports/kpi/rules/index.ts'
