import {
  type AgreementDocument,
  agreementInForce,
  agreementsInForce,
  durationMs,
} from '#agreement/document/index.ts'
import type { Tx } from '#platform/db/index.ts'
import { openTime, type TimeSpan } from '#platform/kernel/business-time.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { CountedTime } from './rules/clocks.ts'
import type { ClockKind } from './rules/states.ts'
import type { TimerPlan } from './rules/timers.ts'

/** What an agreement version says about hand-offs, ready to run. */
export interface Terms {
  version: number
  document: AgreementDocument
  plan: TimerPlan
  /** what a clock counts under a calendar of this version; that of a seller leaves out when they are away */
  time(clock: ClockKind, calendar: string | null, away?: readonly TimeSpan[]): CountedTime
}

const prepared = new WeakMap<AgreementDocument, Omit<Terms, 'version'>>()

/** The terms in force at an instant. */
export async function termsAt(tx: Tx, workspaceId: string, at: Instant): Promise<Terms> {
  const { version, document } = await agreementInForce(tx, workspaceId, at)
  return termsOf(version, document)
}

/** The terms of every version, by its number: a hand-off keeps those it began under. */
export async function termsByVersion(tx: Tx, workspaceId: string): Promise<(version: number) => Terms> {
  const found = new Map<number, Terms>()
  for (const { version, document } of await agreementsInForce(tx, workspaceId))
    found.set(version, termsOf(version, document))
  const latest = [...found.values()].at(-1)!
  return (version) => found.get(version) ?? latest
}

function termsOf(version: number, document: AgreementDocument): Terms {
  let terms = prepared.get(document)
  if (!terms) {
    terms = prepare(document)
    prepared.set(document, terms)
  }
  return { version, ...terms }
}

function prepare(document: AgreementDocument): Omit<Terms, 'version'> {
  const { reminders = [], escalations, expiry } = document.handOff
  const ms = (text: string) => durationMs(text) ?? 0
  return {
    document,
    plan: {
      reminders: reminders.map(({ before, clock }) => ({ beforeMs: ms(before), clock })),
      escalations: escalations.map(({ after, clock }) => ({ afterMs: ms(after), clock })),
      expiry: { afterMs: ms(expiry.after), clock: expiry.clock },
    },
    time: (clock, calendar, away = []) => (clock === 'elapsed' ? null : openOf(document, calendar, away)),
  }
}

/** A calendar that never opens would stop every clock for ever: then each hour counts. */
function openOf(
  { calendars }: AgreementDocument,
  key: string | null,
  away: readonly TimeSpan[],
): CountedTime {
  const calendar = calendars.find((one) => one.key === key) ?? calendars[0]
  if (!calendar) return null
  const open = openTime(calendar, away)
  return open.weeklyMs > 0 ? open : null
}

/** The stage that a recycled or rejected lead goes to, and the one of a disqualified lead; `null` where the agreement has none. */
export function exitStages({ stages }: AgreementDocument): {
  recycled: string | null
  disqualified: string | null
} {
  const exits = stages.filter((stage) => stage.kind === 'exit')
  const named = (key: string, reentry: boolean) =>
    (exits.find((stage) => stage.key === key) ?? exits.find((stage) => (stage.reentry ?? false) === reentry))
      ?.key ?? null
  return { recycled: named('recycled', true), disqualified: named('disqualified', false) }
}
