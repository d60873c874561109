import { type AgreementDocument, agreementInForce, agreementsInForce } from '#agreement/document/index.ts'
import { trackReasonName } from '#agreement/document/rules/track-reasons.ts'
import { messagesOf } from '#agreement/document/rules/track-steps.ts'
import { type Context, notFound, Problem } from '#platform/operation/index.ts'
import { recordsOf } from '#records/people/index.ts'
import type { Enrolment, Message, Track } from './contract.ts'
import {
  clickCounts,
  type EnrolmentFilter,
  enrolmentCounts,
  listedEnrolments,
  listedMessages,
  type MessageRead,
  messageCounts,
  standingOfLead,
  suppressedCount,
  suppressionOf,
} from './read-store.ts'

const documentOf = async ({ tx, workspaceId, now }: Context): Promise<AgreementDocument> =>
  (await agreementInForce(tx, workspaceId, now)).document

/** The tracks of the agreement in force, with what happened on them. */
export async function tracks(context: Context, mailServer: boolean) {
  const { tx, workspaceId } = context
  const document = await documentOf(context)
  const people = await enrolmentCounts(tx, workspaceId)
  const messages = await messageCounts(tx, workspaceId)
  const clicks = await clickCounts(tx, workspaceId)
  const numbers = (step: string) => {
    const own = messages.filter((row) => row.stepKey === step)
    const sum = (...states: string[]) =>
      own.reduce((total, row) => total + (states.includes(row.state) ? row.messages : 0), 0)
    return {
      queued: sum('queued', 'sending'),
      sent: sum('sent'),
      unknown: sum('unknown'),
      refused: sum('refused'),
      clicked: clicks.find((row) => row.stepKey === step)?.people ?? 0,
    }
  }
  return {
    tracks: document.recycling.tracks.map((track): Track => {
      const own = people.filter((row) => row.trackKey === track.key)
      return {
        key: track.key,
        name: track.name,
        reasons: track.reasons.map((key) => trackReasonName(document, key)),
        resumeAfter: track.resumeAfter ?? null,
        sendWithin: document.calendars.find(({ key }) => key === track.sendWithin)?.name ?? null,
        exitWhen: track.exitWhen ?? null,
        steps: messagesOf(track.steps).map(({ key, subject, waitBefore }) => ({
          ...{ key, subject, waitBefore: waitBefore ?? null },
          ...numbers(key),
        })),
        present: own.find((row) => row.because === null)?.people ?? 0,
        left: own
          .flatMap(({ because, people: left }) => (because === null ? [] : [{ because, people: left }]))
          .sort((a, b) => b.people - a.people),
      }
    }),
    mailServer,
    unknown: messages.reduce((sum, row) => sum + (row.state === 'unknown' ? row.messages : 0), 0),
    suppressed: await suppressedCount(tx, workspaceId),
  }
}

export async function enrolments(context: Context, filter: EnrolmentFilter): Promise<Enrolment[]> {
  const { tx, workspaceId } = context
  const rows = await listedEnrolments(tx, workspaceId, filter)
  const document = await documentOf(context)
  const versions = new Map(
    (await agreementsInForce(tx, workspaceId)).map((one) => [one.version, one.document]),
  )
  return rows.map(({ agreementVersion, reason, ...row }) => {
    const frozen = versions.get(agreementVersion) ?? document
    const track = frozen.recycling.tracks.find(({ key }) => key === row.trackKey)
    const all = track?.steps ?? []
    const mails = (list: typeof all) => list.filter((step) => 'email' in step).length
    return {
      ...row,
      trackName: track?.name ?? row.trackKey,
      reasonName: reason === null ? null : trackReasonName(frozen, reason),
      step: mails(all.slice(0, row.step)),
      steps: mails(all),
    }
  })
}

export async function messages(
  context: Context,
  filter: Parameters<typeof listedMessages>[2],
): Promise<Message[]> {
  const { recycling } = await documentOf(context)
  const rows = await listedMessages(context.tx, context.workspaceId, filter)
  const named = ({ trackKey, ...row }: MessageRead): Message => ({
    ...row,
    trackName: recycling.tracks.find(({ key }) => key === trackKey)?.name ?? trackKey,
  })
  return rows.map(named)
}

export async function ofLead(context: Context, personId: string) {
  const { tx, workspaceId } = context
  const standing = await standingOfLead(tx, workspaceId, personId)
  if (!standing) throw new Problem(notFound, 'Look the person up in the list of leads.')
  const { recycling } = await documentOf(context)
  const personIds = await recordsOf(tx, workspaceId, personId)
  return {
    enrolments: await enrolments(context, { personIds, limit: 20 }),
    messages: await messages(context, { personIds, limit: 50 }),
    tracks: recycling.tracks.map(({ key, name }) => ({ key, name })),
    suppressed: standing.email === null ? null : await suppressionOf(tx, workspaceId, standing.email),
  }
}
