import { wilson } from '#platform/kernel/statistics.ts'
import type { Figure, Selector } from '../schema.ts'
import { type MeasureKey, measure } from './catalogue.ts'

/** Below this many cases a figure is shown in grey, and a rate with its interval in front. */
export const THIN_BELOW = 30

type More = Partial<Omit<Figure, 'key' | 'unit' | 'recordSelector'>> & { at?: Omit<Selector, 'figure'> }

/** A figure of the catalogue with everything that is not said left empty. */
export function figure(key: MeasureKey, value: number | null, more: More = {}): Figure {
  const { at, ...rest } = more
  return {
    key,
    value,
    unit: measure(key).unit,
    numerator: value,
    denominator: null,
    cases: { numerator: value ?? 0, denominator: value ?? 0 },
    interval: null,
    thin: false,
    immature: null,
    previous: null,
    leftOut: [],
    parts: [],
    ...rest,
    recordSelector: { figure: key, ...at },
  }
}

/** A plain number of records. */
export function count(key: MeasureKey, records: number, more: More = {}): Figure {
  return figure(key, records, { cases: { numerator: records, denominator: records }, ...more })
}

/**
 * A rate over cases, with its Wilson interval; thin below 30 cases; null without any.
 *
 * @param hits cases that count; may exceed `cases` only in period versions, which then carry no interval
 */
export function rate(key: MeasureKey, hits: number, cases: number, more: More = {}): Figure {
  return figure(key, cases === 0 ? null : hits / cases, {
    numerator: hits,
    denominator: cases,
    cases: { numerator: hits, denominator: cases },
    interval: cases > 0 && hits <= cases ? wilson(hits, cases) : null,
    thin: cases < THIN_BELOW,
    ...more,
  })
}

/** A middle value (median, quantile) over cases; thin below 30 of them. */
export function middle(key: MeasureKey, value: number | null, cases: number, more: More = {}): Figure {
  return figure(key, value, {
    denominator: cases,
    cases: { numerator: cases, denominator: cases },
    thin: cases < THIN_BELOW,
    ...more,
  })
}

/** The reasons with a count above zero. */
export function leftOut(reasons: Readonly<Record<string, number>>): Figure['leftOut'] {
  return aboveZero(reasons).map(([reason, cases]) => ({ reason, count: cases }))
}

/** What a figure is made of: the parts with a count above zero. */
export function partsOf(parts: Readonly<Record<string, number>>): Figure['parts'] {
  return aboveZero(parts).map(([name, cases]) => ({ name, count: cases }))
}

const aboveZero = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).filter(([, cases]) => cases > 0)
