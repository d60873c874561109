import { sql } from 'drizzle-orm'
import { newId } from '#platform/kernel/ids.ts'
import { toIso } from '#platform/kernel/instant.ts'
import type { Example } from './example.ts'
import type { Side } from './world.ts'

/** Nurture tracks, messages and logged mails for the examples of their operations. */

const STEP = { track: 'long_term', step: 'long_term_note' }

/** A message of which nobody knows whether it arrived. */
async function unknownMessage({ accord, workspaceId, records: { personId } }: Side) {
  const messageId = newId()
  const now = toIso(accord.clock.now)
  await accord.database.workspace(workspaceId, (tx) =>
    tx.execute(sql`insert into nurture_message (workspace_id, id, enrolment_id, person_id, track_key, step_key, step, state, attempts,
        queued_at, try_at, done_at)
      values (${workspaceId}, ${messageId}, ${newId()}, ${personId}, 'long_term', ${messageId}, 1, 'unknown', 1, ${now}, ${now}, ${now})`),
  )
  return { messageId, again: false }
}

async function unmatchedMail({ accord, workspaceId, adminId }: Side) {
  const mailId = newId()
  const now = toIso(accord.clock.now)
  await accord.database.workspace(workspaceId, (tx) =>
    tx.execute(sql`insert into logged_mail (workspace_id, id, user_id, mail_key, direction, subject, occurred_at, recorded_at, unknown)
      values (${workspaceId}, ${mailId}, ${adminId}, ${mailId}, 'outbound', 'Our talk', ${now}, ${now}, '["new@customer.test"]'::jsonb)`),
  )
  return { mailId, email: 'new@customer.test', add: false }
}

const ofPerson = (more: Record<string, unknown> = {}): Example => ({
  input: ({ records: { personId } }) => ({ personId, ...more }),
})
const fixed = (input: Record<string, unknown>): Example => ({ input: () => input })

export const NURTURE_EXAMPLES: Record<string, Example> = {
  'nurture.ofLead': ofPerson(),
  'nurture.enrol': ofPerson({ track: 'long_term' }),
  'nurture.stop': ofPerson(),
  'nurture.decide': { input: unknownMessage, once: true },
  'nurture.preview': fixed(STEP),
  'nurture.test': { ...fixed(STEP), status: 409 },
  'suppression.add': fixed({ email: 'ana@customer.test' }),
  'suppression.remove': fixed({ email: 'ana@customer.test' }),
  'activity.settle': { input: unmatchedMail, once: true },
  'activity.logEmail': {
    ...fixed({}),
    upload: 'From: jo@company.test\r\nTo: ana@customer.test\r\nSubject: Our talk\r\n\r\nHello',
    keyStatus: 422,
  },
}
