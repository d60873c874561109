import type { Dashboard, Figure } from '../schema.ts'
import type { MeasureKey } from './catalogue.ts'

/** Every figure of a dashboard, in the order they are shown. */
export function figuresOf(shown: Dashboard): Figure[] {
  const { pipeline, response } = shown
  return [
    ...shown.funnel.flatMap((step) => [
      step.entered,
      ...(step.conversion ? [step.conversion] : []),
      step.exits,
    ]),
    shown.salRate,
    ...shown.ages.map((line) => line.median),
    response.attempt.p50,
    response.attempt.p90,
    response.contact.p50,
    response.contact.p90,
    shown.winRate,
    shown.winRateAmount,
    shown.cycleLength,
    shown.openAge,
    shown.velocity,
    pipeline.created,
    pipeline.origin,
    pipeline.firstTouch,
    pipeline.beforeSales,
    pipeline.influenced,
    ...shown.trust.figures,
  ]
}

/** Fields that a measure can only be as good as, by kind of record. */
const RESTS_ON: Partial<Record<MeasureKey, readonly (readonly [record: string, field: string])[]>> = {
  speed_to_lead: [['person', 'seller']],
  speed_to_contact: [['person', 'seller']],
  win_rate: [['closed_opportunity', 'closedAt']],
  win_rate_amount: [
    ['closed_opportunity', 'closedAt'],
    ['closed_opportunity', 'amount'],
  ],
  cycle_length: [
    ['closed_opportunity', 'closedAt'],
    ['opportunity', 'createdAt'],
  ],
  open_age: [['open_opportunity', 'createdAt']],
  sales_velocity: [
    ['closed_opportunity', 'closedAt'],
    ['closed_opportunity', 'amount'],
    ['opportunity', 'createdAt'],
  ],
  pipeline_created: [
    ['opportunity', 'createdAt'],
    ['opportunity', 'amount'],
  ],
  sourced_origin: [
    ['opportunity', 'createdAt'],
    ['opportunity', 'amount'],
    ['opportunity', 'origin'],
  ],
  sourced_first_touch: [
    ['opportunity', 'createdAt'],
    ['opportunity', 'amount'],
    ['opportunity', 'account'],
    ['opportunity', 'contacts'],
  ],
  sourced_before_sales: [
    ['opportunity', 'createdAt'],
    ['opportunity', 'amount'],
    ['opportunity', 'account'],
    ['opportunity', 'contacts'],
  ],
  influenced: [
    ['opportunity', 'createdAt'],
    ['opportunity', 'amount'],
    ['opportunity', 'account'],
    ['opportunity', 'contacts'],
  ],
}

/** How complete the fields are that a measure rests on. */
export function restsOn(
  key: MeasureKey,
  fields: readonly { record: string; field: string; filled: number; total: number }[],
): { record: string; field: string; filled: number; total: number }[] {
  const wanted = RESTS_ON[key] ?? []
  return wanted.flatMap(
    ([record, field]) => fields.find((line) => line.record === record && line.field === field) ?? [],
  )
}
