import type { JobHandler } from '#platform/jobs/index.ts'
import { clickJob } from './clicks.ts'
import { type SendDeps, sendQueued } from './send.ts'
import { SEND } from './sweep.ts'
import { testMailJob } from './test-mail.ts'

/** Sending, and telling people from machines among those who followed a link, as background work. */
export function nurtureJobs(deps: SendDeps): JobHandler[] {
  return [
    {
      kind: SEND,
      async run({ workspaceId, signal }) {
        await sendQueued(deps, workspaceId, signal)
      },
    },
    clickJob(deps),
    testMailJob(deps),
  ]
}
