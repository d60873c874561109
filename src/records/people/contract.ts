import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { notFound, operation, problem, wholeList } from '#platform/operation/index.ts'
import { MATCHED_BY } from './rules/identity-live.ts'

export const joinTakenBack = problem('identity.taken_back', 409, 'This join was taken back already')

export const IdentityJoin = z.object({
  id: Id,
  /** the browser or device */
  anonymousId: z.string(),
  matchedBy: z.enum(MATCHED_BY),
  /** the e-mail address or user id that matched */
  matched: z.string(),
  /** it came with a secret; otherwise somebody claimed it */
  proven: z.boolean(),
  /** the event that said so */
  messageId: z.string(),
  /** the visitor was somebody else's before */
  sharedDevice: z.boolean(),
  /** what the visitor did before anybody was known counts for this person */
  bringsHistory: z.boolean(),
  /** names of fields that were empty and were filled from it */
  filled: z.array(z.string()),
  occurredAt: InstantIso,
  takenBackAt: InstantIso.nullable(),
})
export type IdentityJoin = z.output<typeof IdentityJoin>

export const listIdentity = operation({
  id: 'identity.list',
  method: 'GET',
  path: '/people/:personId/identity',
  permission: 'record.read',
  summary: 'How visits were found to be those of a person: the latest 200 joins, each with its evidence',
  input: z.object({ personId: Id }),
  output: wholeList(IdentityJoin),
  mcp: true,
})

export const takeBackIdentity = operation({
  id: 'identity.takeBack',
  method: 'POST',
  path: '/identity/:id/take-back',
  permission: 'record.change',
  summary:
    'Take back that a visitor is a person: the visits leave the person, and what they filled is empty again',
  input: z.object({ id: Id }),
  output: z.object({ id: Id, personId: Id }),
  errors: [notFound, joinTakenBack],
})
