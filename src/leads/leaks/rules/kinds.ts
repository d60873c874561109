/** Ways in which a lead falls through, in the order of the flow. */
export const LEAK_KINDS = [
  'hand_raises',
  'unrouted',
  'untouched',
  'silent',
  'trackless',
  'ownerless',
] as const
export type LeakKind = (typeof LEAK_KINDS)[number]

/** What one click does about it. */
export type Mend = 'route' | 'reassign' | 'enrol' | 'own'

/** A leak in words, with what mends it. */
export interface Leak {
  name: string
  /** one sentence: who is in it */
  meaning: string
  mend: Mend
}

/** Every leak by its key. */
export const LEAKS: Readonly<Record<LeakKind, Leak>> = {
  hand_raises: {
    name: 'Hand-raises without an answer',
    meaning:
      'Asked for a demo or a conversation longer ago than the response time, and nobody has tried them.',
    mend: 'route',
  },
  unrouted: {
    name: 'Qualified, not routed',
    meaning: 'Qualified, and no seller has them, wherever they stand by now.',
    mend: 'route',
  },
  untouched: {
    name: 'Routed, not touched',
    meaning: 'A seller has them, the response is overdue, and no attempt was logged.',
    mend: 'reassign',
  },
  silent: {
    name: 'Accepted, then silent',
    meaning: 'In work, but the last attempt is longer ago than the follow-up allows.',
    mend: 'reassign',
  },
  trackless: {
    name: 'Recycled without a track',
    meaning: 'Given back for later, and on no nurture track since.',
    mend: 'enrol',
  },
  ownerless: {
    name: 'Worked on, owned by nobody',
    meaning: 'A seller called, wrote or met them in the last 90 days, and no owner is set.',
    mend: 'own',
  },
}
