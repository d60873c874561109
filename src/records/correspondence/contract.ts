import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { notFound, operation, PageById, page, problem } from '#platform/operation/index.ts'

export const unreadableMail = problem('mail.unreadable', 422, 'This is not a mail')
export const noMember = problem('mail.member', 422, 'Nobody here has this log address')

export const logEmail = operation({
  id: 'activity.logEmail',
  method: 'POST',
  path: '/activities/email',
  permission: 'handoff.work',
  summary: 'Log a mail as it was sent or received (raw MIME), for the people it went to or came from',
  upload: true,
  maxUploadBytes: 10 * 1024 * 1024,
  input: z.object({
    recipient: z
      .string()
      .max(320)
      .optional()
      .describe('Log address it was sent to; absent: that of the caller'),
  }),
  output: z.object({
    people: z.array(Id).describe('People it was put down for'),
    unknown: z.array(z.string()).describe('Addresses behind which nobody is known'),
    again: z.boolean().describe('It was logged before'),
  }),
  errors: [unreadableMail, noMember],
})

export const readMailLog = operation({
  id: 'activity.mailAddress',
  method: 'GET',
  path: '/activities/address',
  permission: 'handoff.read',
  summary: 'Show the address through which the reader of this logs mails, by To, Cc or Bcc',
  input: z.object({}),
  output: z.object({
    address: z
      .string()
      .nullable()
      .describe(
        'null: no receiver is configured, or the reader is a key or has a role that does not log activities',
      ),
  }),
})

export const UnmatchedMail = z.object({
  id: Id,
  subject: z.string(),
  direction: z.enum(['outbound', 'inbound']),
  unknown: z.array(z.string()).describe('Empty: the mail names nobody outside'),
  occurredAt: InstantIso,
  member: z.string().nullable(),
})
export type UnmatchedMail = z.output<typeof UnmatchedMail>

export const listUnmatched = operation({
  id: 'activity.unmatched',
  method: 'GET',
  path: '/activities/unmatched',
  permission: 'handoff.read',
  summary:
    'List logged mails with addresses behind which nobody is known, or with none outside, the latest first',
  input: PageById.extend({ mine: z.boolean().default(false) }),
  output: page(UnmatchedMail),
})

export const settleUnmatched = operation({
  id: 'activity.settle',
  method: 'POST',
  path: '/activities/unmatched/:mailId',
  permission: 'handoff.work',
  summary: 'Make an unknown address a person and log the mail with them, or leave the address out',
  input: z.object({
    mailId: Id,
    email: z.string().min(3).max(320).optional().describe('Absent: the mail names nobody and is left out'),
    add: z.boolean(),
  }),
  output: z.object({ personId: Id.nullable() }),
  errors: [notFound],
})
