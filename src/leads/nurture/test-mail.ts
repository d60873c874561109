import { agreementInForce } from '#agreement/document/index.ts'
import { JobGivenUp, type JobHandler } from '#platform/jobs/index.ts'
import { type Context, Problem } from '#platform/operation/index.ts'
import { unknownTrack } from './contract.ts'
import { TEST_TOKEN } from './links.ts'
import { memberAddress } from './read-store.ts'
import { type Rendered, renderMessage } from './rules/message.ts'
import type { SendDeps } from './send.ts'

export const TEST = 'nurture.test'

/** A message of the agreement in force as the reader of this would get it; its links say that they are a test. */
export async function testRendering(
  { tx, workspaceId, now, actor }: Context,
  { track, step }: { track: string; step: string },
): Promise<Rendered> {
  const { document } = await agreementInForce(tx, workspaceId, now)
  const steps = document.recycling.tracks.find(({ key }) => key === track)?.steps ?? []
  const message = steps.flatMap((one) => ('email' in one && one.key === step ? [one.email] : []))[0]
  if (!message) throw new Problem(unknownTrack, 'Load the tracks again.')
  const reader = await memberAddress(tx, workspaceId, actor.id)
  const company = document.parties.company
  return renderMessage(
    message,
    { firstName: reader?.name.split(' ')[0] ?? null, company, sender: reader?.name ?? company },
    { linkTo: () => `/r/${TEST_TOKEN}`, unsubscribeUrl: `/u/${TEST_TOKEN}`, sender: company },
  )
}

/** Sends a test to who asked for it, once: an answer that is lost is not worth a second mail. */
export function testMailJob({ mailer, links }: Pick<SendDeps, 'mailer' | 'links'>): JobHandler {
  return {
    kind: TEST,
    async run(job) {
      const { to, subject, text, html } = job.payload as { to: string } & Rendered
      if (!mailer) return
      const whole = (part: string) => part.replaceAll(/\/(r|u)\/test\b/g, (path) => links.base + path)
      const sent = await mailer.send({
        to,
        subject: `[Test] ${subject}`,
        text: whole(text),
        html: whole(html),
        messageId: `${job.id}@${links.host}`,
        automatic: true,
      })
      if (sent.outcome === 'refused') throw new JobGivenUp(sent.detail)
      if (sent.outcome === 'later') throw new Error(sent.detail)
    },
  }
}
