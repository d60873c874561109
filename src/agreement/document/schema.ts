import { z } from 'zod'
import { Calendar, FollowUp, HandOff, Reasons, Recycling, Routing } from './clauses/hand-off.ts'
import { NamedList, Parties, Persona, Profile, Term } from './clauses/people.ts'
import { Attribution, Commitment, Goal, Review } from './clauses/promises.ts'
import { Qualification, ScoringModel } from './clauses/scoring.ts'
import { Stage } from './clauses/stages.ts'
import { Currency, Name, TimeZone } from './clauses/words.ts'

/**
 * The shape of an agreement document, as it stands in YAML and in the database: one clause per part of the trade.
 * Rules are CEL expressions over the fields documented in `fields.ts`.
 */

export type { Calendar, Pool, ResponseTime, Routing, RoutingRule } from './clauses/hand-off.ts'
export type { EngagementRule, FitRule } from './clauses/scoring.ts'
export type { Stage } from './clauses/stages.ts'

const FORMAT_VERSION = 1

export const AgreementDocument = z
  .strictObject({
    format: z
      .literal(FORMAT_VERSION, 'This program reads agreements of format 1')
      .describe('Version of this file format'),
    title: Name,
    parties: Parties,
    effectiveFrom: z.iso
      .date('Write the day as 2026-10-01')
      .optional()
      .describe('First day it holds, in its time zone; absent: from the moment it is adopted'),
    timeZone: TimeZone.describe('Days, weeks and months are counted in this time zone'),
    currency: Currency,
    lexicon: z
      .array(Term)
      .max(200)
      .describe('Words both teams use in one meaning; stages and reasons are added by themselves'),
    lists: z.array(NamedList).max(50),
    profile: Profile,
    personas: z.array(Persona).max(30),
    stages: z.array(Stage).min(2).max(30).describe('The shared funnel, in its order'),
    scoring: ScoringModel,
    qualification: Qualification,
    routing: Routing,
    handOff: HandOff,
    calendars: z.array(Calendar).min(1).max(50),
    reasons: Reasons,
    followUp: FollowUp,
    recycling: Recycling,
    commitments: z.array(Commitment).max(50),
    goals: z.array(Goal).max(30),
    attribution: Attribution,
    review: Review,
  })
  .describe('The working agreement between sales and marketing')

export type AgreementDocument = z.infer<typeof AgreementDocument>
