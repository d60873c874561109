import type { EventFacts } from '#agreement/document/index.ts'
import type { LeadingMeaning } from './rules/frame.ts'
import type { Counting } from './rules/records.ts'

/** Which touch raises a hand, by the agreement. */
export interface HandRaiseRule {
  /** differs when the rule does */
  text: string
  /** fields of the event that decide, e.g. `event.kind` */
  reads: readonly string[]
  holds(event: EventFacts): boolean
}

/** What the facts of a workspace are made under; when it changes they are made anew. */
export interface FactSettings extends Omit<Counting, 'isHandRaise'> {
  handRaise: HandRaiseRule
  /** IANA zone in which days begin */
  timeZone: string
  /** keys of the stages between which sales accepts */
  handOff: { from: string; to: string }
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
export function signatureOf({
  timeZone,
  stages,
  handOff,
  handRaise,
  crediting,
  channels,
}: FactSettings): string {
  return JSON.stringify([
    timeZone,
    stages.map((stage) => [stage.key, stage.kind === 'exit']),
    [handOff.from, handOff.to],
    crediting.mode,
    crediting.lookbackDays,
    [...crediting.marketingOrigins].map((origin) => origin.trim().toLowerCase()).sort(),
    channels.includes('social'),
    handRaise.text,
  ])
}
