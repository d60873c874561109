import { z } from 'zod'
import { Duration, Expression, Key, Team } from './words.ts'

const STAGE_KINDS = ['inventory', 'gate', 'clocked', 'exit'] as const

export const Stage = z
  .strictObject({
    key: Key,
    name: z.string().min(1).max(60),
    definition: z.string().min(1).max(600),
    kind: z
      .enum(STAGE_KINDS)
      .describe(
        'inventory: no time limit; gate: instant yes or no; clocked: past its limit the cycle is stale; exit: ends the cycle',
      ),
    owner: Team,
    entry: Expression.describe(
      'When a person enters this stage: CEL over event, person, account, cycle, counts, fit, engagement, intent and qualified',
    ),
    timeLimit: Duration.optional().describe('Only for clocked stages'),
    reentry: z.boolean().optional().describe('Only for exits: whether later evidence opens the next cycle'),
    optional: z
      .boolean()
      .optional()
      .describe('Nobody has to pass through it: when skipped it is not written as inferred'),
    alsoKnownAs: z
      .array(z.string().min(1).max(80))
      .max(20)
      .optional()
      .describe('Names of this stage in other systems, so that imported stages are recognised'),
  })
  .describe('One stage of the shared funnel')

export type Stage = z.infer<typeof Stage>
