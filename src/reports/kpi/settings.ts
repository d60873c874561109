import type { Crediting } from './rules/build.ts'
import type { LeadingMeaning, StageLine } from './rules/frame.ts'

/** What the facts of a workspace are made under; when it changes they are made anew. */
export interface FactSettings {
  /** IANA zone in which days begin */
  timeZone: string
  stages: readonly StageLine[]
  crediting: Crediting
}

/** What a report needs to know of the workspace and its agreement. */
export interface ReportSettings extends FactSettings {
  /** ISO 4217 code that totals are in */
  currency: string
  leading: LeadingMeaning
  /** version of the agreement in force */
  agreementVersion: number
}

/** Text that differs when facts have to be made anew. */
export function signatureOf({ timeZone, stages, crediting }: FactSettings): string {
  return JSON.stringify([
    timeZone,
    stages.map((stage) => [stage.key, stage.kind === 'exit']),
    crediting.mode,
    crediting.lookbackDays,
    [...crediting.marketingOrigins].map((origin) => origin.trim().toLowerCase()).sort(),
  ])
}
