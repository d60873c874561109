import type { Database } from '#platform/db/index.ts'
import type { JobHandler } from '#platform/jobs/index.ts'
import { DAY, type Instant } from '#platform/kernel/instant.ts'
import type { Mailer } from '#platform/mail/index.ts'
import type { OnTouches } from '../intake/index.ts'
import { suppress, suppressedAmong } from '../people/index.ts'
import { formRow } from './store.ts'
import { giveBackReply, takeReply } from './submission-store.ts'
import { REPLY } from './submit.ts'

export interface ReplyDeps {
  database: Database
  clock: () => Instant
  mailer: Mailer | null
  /** domain of our message ids */
  mailDomain: string
  onTouches: OnTouches
}

interface Payload {
  formId: string
  submissionId: string
  email: string
}

/**
 * Answers submissions by mail: at most one an address in 24 hours whatever forms it fills, never to an address nothing may be sent
 * to, and without a word of what was written, so that nobody can send their own text in our name. What a server does not take now is
 * tried again for about an hour.
 */
export function replyJobs({ database, clock, mailer, mailDomain, onTouches }: ReplyDeps): JobHandler[] {
  return [
    {
      kind: REPLY,
      maxAttempts: 18,
      async run(job) {
        const { formId, submissionId, email } = job.payload as Payload
        const { workspaceId } = job
        if (!mailer) return
        const takenAt = clock()
        // The share is taken before the mail goes: after a kill in between the address gets none rather than two.
        const form = await database.workspace(workspaceId, async (tx) => {
          const row = await formRow(tx, workspaceId, formId)
          if (!row?.replySubject || !row.replyText || row.revokedAt !== null) return null
          if ((await suppressedAmong(tx, workspaceId, [email])).size > 0) return null
          return (await takeReply(tx, workspaceId, email, takenAt, DAY)) ? row : null
        })
        if (!form) return
        const { outcome, detail, badAddress } = await mailer.send({
          to: email,
          subject: form.replySubject!,
          text: form.replyText!,
          messageId: `form.${submissionId}@${mailDomain}`,
          automatic: true,
        })
        if (outcome === 'later') {
          await database.workspace(workspaceId, (tx) => giveBackReply(tx, workspaceId, email, takenAt))
          throw new Error(`The answer was not taken: ${detail}`)
        }
        if (!badAddress) return
        await database.workspace(workspaceId, async (tx) => {
          const entry = { email, reason: 'bounced' as const, detail, actorId: null }
          const people = await suppress(tx, workspaceId, [entry], clock())
          if (people.length > 0) await onTouches(tx, workspaceId, people, clock())
        })
      },
    },
  ]
}
