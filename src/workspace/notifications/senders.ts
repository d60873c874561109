import type { JobHandler } from '#platform/jobs/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Mailer } from '#platform/mail/index.ts'
import type { SafeFetch } from '#platform/outbound/index.ts'
import type { Sealer } from '#platform/sealing.ts'
import { mailJobs } from './send-mails.ts'
import { postJob } from './send-posts.ts'
import { sendJob } from './send-webhooks.ts'

export interface SenderDeps {
  clock: () => Instant
  safeFetch: SafeFetch
  sealer: Sealer
  /** null: no mail server is configured */
  mailer: Mailer | null
  /** domain of the sender, for message ids */
  mailDomain: string
  baseUrl: string
}

/**
 * The jobs that wait for other machines: e-mails, chat posts, webhooks. They need a worker of their own with many places, so that a
 * machine that hangs holds up neither the work of the product nor the others.
 */
export function senderJobs(deps: SenderDeps): JobHandler[] {
  return [...mailJobs(deps), postJob(deps), sendJob(deps)]
}

/** Places of that worker: more endpoints than hang at once. */
export const SENDERS = 48
