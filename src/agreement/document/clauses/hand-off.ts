import { z } from 'zod'
import { Clock, Duration, Expression, Key, Name, Team, Text, TimeZone } from './words.ts'

const time = z
  .string()
  .regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/, 'Write a time of day as "09:00", in quotes')
const opening = z.tuple([time, time]).describe('From and to; an end not after its start passes midnight')
const openings = z.array(opening).max(10)

export const Calendar = z
  .strictObject({
    key: Key,
    name: Name,
    timeZone: TimeZone,
    hours: z
      .strictObject({
        mon: openings.optional(),
        tue: openings.optional(),
        wed: openings.optional(),
        thu: openings.optional(),
        fri: openings.optional(),
        sat: openings.optional(),
        sun: openings.optional(),
      })
      .describe('Open hours by weekday; a missing day is closed'),
    holidays: z.array(z.iso.date('Write a holiday as 2026-12-25')).max(500),
  })
  .describe('When a clock in business time runs')

const poolMember = z.strictObject({
  seller: Name.describe('E-mail address or name of the seller'),
  weight: z.number().min(0).max(100).default(1).describe('Share of the turns beside the other members'),
  dailyCap: z.number().int().min(1).optional().describe('Most new leads a day'),
  openCap: z.number().int().min(1).optional().describe('Most leads in work at once'),
})

const Pool = z.strictObject({
  key: Key,
  name: Name,
  calendar: Key,
  members: z.array(poolMember).max(500).describe('Empty: every known seller, with equal weight'),
})

const named = { key: Key, name: Name }

const RoutingRule = z
  .discriminatedUnion('match', [
    z.strictObject({
      ...named,
      match: z.literal('opportunity_owner').describe('Owner of an open opportunity at the account'),
    }),
    z.strictObject({ ...named, match: z.literal('account_owner') }),
    z.strictObject({
      ...named,
      match: z.literal('named_accounts'),
      list: Key.describe('List of account domains'),
      pool: Key,
    }),
    z.strictObject({
      ...named,
      match: z.literal('segment'),
      when: Expression.describe('CEL over person, account, fit, engagement and lists'),
      pool: Key,
    }),
    z.strictObject({
      ...named,
      match: z.literal('catch_all'),
      pool: Key,
      watchedBy: Team.describe('Team that watches what lands here'),
    }),
  ])
  .describe('One routing rule; the first that matches wins')

export const Routing = z
  .strictObject({
    rules: z.array(RoutingRule).min(1).max(100),
    pools: z.array(Pool).min(1).max(100),
  })
  .describe('Who gets a qualified lead')

const ResponseTime = z.strictObject({
  ...named,
  when: Expression.optional().describe('Which leads it holds for: CEL as in routing; absent: all the others'),
  handRaise: z.boolean().optional().describe('Holds for hand-raises only'),
  within: Duration,
  clock: Clock,
  calendar: Key.optional().describe('Needed for a business clock; absent: that of the pool'),
})

const reminder = z.strictObject({
  before: Duration.describe('Time before the response is due; the owner is reminded'),
  clock: Clock,
})

const escalation = z.strictObject({
  after: Duration.describe('Time after the response was due'),
  clock: Clock,
  to: z.enum(['owner', 'manager', 'sales_leader', 'marketing_leader']),
})

export const HandOff = z
  .strictObject({
    from: Key.describe('Stage that is handed over'),
    to: Key.describe('Stage that acceptance leads to'),
    context: z.array(Text).max(20).describe('What marketing hands over with each lead'),
    responseTimes: z.array(ResponseTime).min(1).max(30).describe('The first that holds is taken'),
    reminders: z.array(reminder).max(5).optional().describe('Told to the owner before the response is due'),
    escalations: z.array(escalation).max(10),
    expiry: z.strictObject({
      after: Duration.describe('Time after the response was due'),
      clock: Clock,
      action: z.enum(['reassign', 'escalate', 'accept_by_default']),
    }),
    arbitration: Text.describe('How disputed rejections are settled'),
  })
  .describe('How a lead passes from marketing to sales, and how fast it is answered')

const reason = z.strictObject({ ...named })
const reasons = z.array(reason).min(1).max(8, 'Keep at most eight reasons, so that one tap is enough')

export const Reasons = z
  .strictObject({ reject: reasons, recycle: reasons, disqualify: reasons, reopen: reasons })
  .describe('Reasons one may give; at most eight each')

export const FollowUp = z
  .strictObject({
    attempts: z.number().int().min(1).max(50).describe('At least so many attempts'),
    withinDays: z.number().int().min(1).max(365),
    channels: z.array(z.enum(['call', 'email', 'meeting', 'social'])).min(1),
  })
  .describe('What sales does with an accepted lead before giving up')

const waitStep = z.strictObject({ wait: Duration.describe('How long nothing is sent') })
const emailStep = z
  .strictObject({
    key: Key.describe('Names the message for ever: nobody ever gets it twice, whatever version sent it'),
    email: z.strictObject({
      subject: z.string().min(1, 'Give it a subject').max(200, 'Keep a subject within 200 characters'),
      body: z
        .string()
        .min(1, 'Write at least one sentence')
        .max(8_000, 'Keep a message within 8,000 characters')
        .describe('Plain text; {{firstName|there}}, {{company|your team}}, {{sender}}, [label](https://…)'),
    }),
  })
  .describe('One message')
const steps = z
  .array(
    z.union(
      [waitStep, emailStep],
      'Write a step as { wait: P3D } or { key: …, email: { subject: …, body: … } }',
    ),
  )
  .max(50)

export const Recycling = z
  .strictObject({
    tracks: z
      .array(
        z.strictObject({
          ...named,
          reasons: z.array(Key).describe('Recycle and reject reasons that lead here'),
          resumeAfter: Duration.optional().describe('When they are looked at again if nothing happens'),
          steps: steps.optional().describe('What happens on the track, in order; absent: only waiting'),
          exitWhen: Expression.optional().describe(
            'Leave early: CEL over person, account, fit and engagement, looked at before each message',
          ),
          sendWithin: Key.optional().describe(
            'Calendar whose open hours messages are sent in; absent: any hour',
          ),
        }),
      )
      .min(1)
      .max(20)
      .describe('Where recycled people are nurtured'),
    reentry: z.strictObject({
      notBefore: Duration.optional().describe('Shortest time between the end of a cycle and the next'),
      description: Text,
    }),
    leavers: z
      .array(
        z.strictObject({
          stage: Key,
          to: z.enum(['manager', 'account_owner', 'pool']),
          pool: Key.optional(),
        }),
      )
      .describe('Where the cycles of an owner who leaves go, per stage'),
  })
  .describe('What happens to those who are not ready')

export type RoutingRule = z.infer<typeof RoutingRule>
export type Routing = z.infer<typeof Routing>
export type Pool = z.infer<typeof Pool>
export type ResponseTime = z.infer<typeof ResponseTime>
export type Calendar = z.infer<typeof Calendar>
