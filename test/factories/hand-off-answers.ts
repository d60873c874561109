import type { z } from 'zod'
import type { HandOff, HandOffItem } from '../../src/leads/handoff/schema.ts'

/** Hand-offs as the server would answer them, made from their number alone: for measuring and looking at pages. */

const HOUR = 3_600_000
const iso = (at: number) => new Date(at).toISOString()
const uuid = (kind: number, n: number) => `0190000${kind}-0000-7000-8000-${String(n).padStart(12, '0')}`

const PEOPLE = [
  'Ada Brandt',
  'Ben Okafor',
  'Chiara Rossi',
  'Daan de Vries',
  'Elif Kaya',
  'Femi Adeyemi',
  'Greta Lindqvist',
  'Hugo Marchetti-Castellanos',
]
const COMPANIES = [
  'Nordwind Logistik',
  'Halden Instruments',
  'Ostrava Steel',
  'Brightwater Analytics',
  'Kestrel Foods International Holding',
  'Mistral Pharma',
]
const WHYS = [
  'Asked for a demo on /demo, twenty minutes ago',
  'Engagement passed 40 with the webinar “Planning across three warehouses”',
  'Asked to be contacted about prices',
  'Visited the pricing page four times in a week',
]
const REJECT = [
  ['wrong_company', 'Company does not fit'],
  ['wrong_person', 'Person has no part in the decision'],
  ['bad_data', 'Contact data wrong or missing'],
  ['duplicate', 'Already in work'],
  ['no_context', 'Not enough known about it'],
  ['not_a_buyer', 'Student or job seeker or competitor'],
  ['other', 'Other'],
].map(([key, name]) => ({ key: key!, name: name! }))

/** One line of the inbox; every seventh is late, every fifth a hand-raise. */
export function handOffItem(n: number, now: number): z.input<typeof HandOffItem> {
  const accepted = n % 3 === 2
  const paused = n % 11 === 10
  const dueAt = now + (n - 6) * HOUR * 0.7
  const attempted = accepted && n % 2 === 0
  return {
    id: uuid(1, n),
    personId: uuid(2, n),
    personName: PEOPLE[n % PEOPLE.length]!,
    email: `person${n}@company${n % 40}.example`,
    jobTitle: n % 4 === 3 ? null : 'Head of Supply Chain',
    accountId: uuid(3, n % 40),
    accountName: COMPANIES[n % COMPANIES.length]!,
    sellerId: uuid(4, n % 9),
    sellerName: PEOPLE[(n + 3) % PEOPLE.length]!,
    sellerWithheld: false,
    mine: true,
    cycle: 1,
    sequence: 1,
    state: accepted ? 'accepted' : 'offered',
    stateAt: iso(now - HOUR),
    handRaise: n % 5 === 0,
    why: WHYS[n % WHYS.length]!,
    responseTime: { key: 'hand_raise', name: 'Hand-raise' },
    clock: 'business',
    dueAt: iso(dueAt),
    standing: paused
      ? 'paused'
      : attempted
        ? 'met'
        : dueAt < now
          ? 'overdue'
          : dueAt < now + HOUR
            ? 'due_soon'
            : 'running',
    attemptedAt: attempted ? iso(now - HOUR / 2) : null,
    attempts: attempted ? 1 : 0,
    followUpDueAt: attempted ? iso(now + 20 * HOUR) : null,
    pausedUntil: paused ? iso(now + 30 * HOUR) : null,
    grade: ['A1', 'B2', 'A2', 'C1'][n % 4]!,
    fit: 72 - (n % 30),
    engagement: 55.4 + (n % 20),
    reason: null,
    offeredAt: iso(now - 2 * HOUR),
  }
}

/** One hand-off in full. */
export function handOffInFull(n: number, now: number): z.input<typeof HandOff> {
  const item = handOffItem(n, now)
  const clock = (startedAgo: number) => ({
    startedAt: iso(now - startedAgo),
    dueAt: item.dueAt ?? iso(now),
    standing: item.standing ?? 'running',
    metAt: item.attemptedAt,
    usedMs: Math.min(startedAgo, 1.4 * HOUR),
    withinMs: 2 * HOUR,
  })
  return {
    ...item,
    whyMe: 'Owner of the account Nordwind Logistik; the pool took no turn.',
    skipped: [
      { name: 'Ben Okafor', why: 'away until Monday' },
      { name: 'Elif Kaya', why: 'has 40 open leads, the most the pool allows' },
    ],
    leadClock: clock(2.2 * HOUR),
    ownerClock: clock(2 * HOUR),
    outsideHours: false,
    time: { systemMs: 41_000, peopleMs: 1.9 * HOUR, customerMs: item.pausedUntil ? 5 * HOUR : 0 },
    followUp: {
      attempts: 6,
      withinDays: 15,
      channels: ['call', 'email', 'meeting', 'social'],
      resolved: false,
      contacted: false,
      steps: [0, 1, 2, 3, 4, 5].map((step) => ({
        number: step + 1,
        dueAt: iso(now + step * 72 * HOUR),
        doneAt: step === 0 ? item.attemptedAt : null,
        kind: step === 0 && item.attemptedAt ? 'call' : null,
        late: false,
      })),
    },
    note: null,
    pauseReason: item.pausedUntil ? 'Asked me to come back then' : null,
    opportunityId: null,
    agreementVersion: 3,
    read: [0, 1, 2, 3, 4].map((index) => ({
      kind: ['demo_request', 'page_view', 'content_download', 'webinar_attended', 'email_click'][index]!,
      subject: [
        '/demo',
        '/pricing',
        'Guide: planning across warehouses',
        'Planning across three warehouses',
        'March letter',
      ][index]!,
      campaign: index % 2 === 0 ? 'Spring planning 2026' : null,
      occurredAt: iso(now - (index * 30 + 1) * HOUR),
    })),
    events: [
      {
        id: uuid(5, n * 10),
        kind: 'reminded',
        occurredAt: iso(now - HOUR / 3),
        actorName: null,
        summary: 'Reminded 30 minutes before it is due',
        note: null,
        undone: false,
      },
      {
        id: uuid(5, n * 10 + 1),
        kind: 'offered',
        occurredAt: item.offeredAt,
        actorName: null,
        summary: `Offered to ${item.sellerName}`,
        note: null,
        undone: false,
      },
    ],
    undoable: null,
    dispute: null,
    reasons: {
      reject: REJECT,
      recycle: [
        { key: 'no_answer', name: 'Never answered' },
        { key: 'bad_timing', name: 'No project at present' },
        { key: 'no_budget', name: 'No budget this year' },
      ],
      disqualify: [
        { key: 'no_need', name: 'Has no need for it' },
        { key: 'too_small', name: 'Too small' },
      ],
    },
  }
}
