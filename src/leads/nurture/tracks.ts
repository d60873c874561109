import {
  type AgreementDocument,
  type AgreementInForce,
  agreementInForce,
  agreementsInForce,
  type CompiledTrack,
} from '#agreement/document/index.ts'
import { accountFacts, personFacts } from '#leads/lifecycle/rules/evidence.ts'
import type { Tx } from '#platform/db/index.ts'
import { nextOpening, openTime } from '#platform/kernel/business-time.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { singleAddress } from '#platform/mail/index.ts'
import {
  type EnrolmentRow,
  endPresent,
  factsOfPeople,
  type PersonRow,
  peopleOnTracks,
  presentEnrolments,
} from './enrolment-store.ts'
import { followMerges } from './merges.ts'
import { exitOf, type Standing } from './rules/exit.ts'
import type { EndedBecause } from './rules/states.ts'
import type { Place } from './rules/step-clock.ts'

/** Agreements as people on tracks need them: the version each entered under, and the stages of today. */
export interface Tracks {
  present: AgreementInForce
  /** the track as its version has it; null when that version had no such track */
  of(enrolment: Pick<EnrolmentRow, 'agreementVersion' | 'trackKey'>): FrozenTrack | null
}

interface FrozenTrack {
  compiled: CompiledTrack
  document: AgreementDocument
}

export async function loadTracks(tx: Tx, workspaceId: string, now: Instant): Promise<Tracks> {
  const versions = new Map((await agreementsInForce(tx, workspaceId)).map((one) => [one.version, one]))
  return {
    present: await agreementInForce(tx, workspaceId, now),
    of({ agreementVersion, trackKey }) {
      const version = versions.get(agreementVersion)
      const compiled = version?.compiled.tracks.find(({ track }) => track.key === trackKey)
      return version && compiled ? { compiled, document: version.document } : null
    },
  }
}

/** Where somebody stands in the steps of their track. */
export function placeOf(enrolment: EnrolmentRow, { compiled, document }: FrozenTrack): Place {
  const { track } = compiled
  const calendar = document.calendars.find(({ key }) => key === track.sendWithin)
  return {
    steps: track.steps ?? [],
    step: enrolment.step,
    since: enrolment.nextStepAt ?? enrolment.enrolledAt,
    enrolledAt: enrolment.enrolledAt,
    resumeAfter: track.resumeAfter,
    opening: (at) => (calendar ? (nextOpening(openTime(calendar), at) ?? at) : at),
  }
}

/** The address a message would really go to, in the form by which addresses are compared; empty without one. */
export function addressOf({ email }: PersonRow): string {
  return singleAddress(email ?? '')?.toLowerCase() ?? ''
}

/** One person on a track, and why they have to leave it. */
export interface Judged {
  enrolment: EnrolmentRow
  person: PersonRow | undefined
  track: FrozenTrack | null
  because: EndedBecause | null
}

/** Looks at people on tracks as they stand now, in a fixed number of statements. */
export async function judge(
  tx: Tx,
  workspaceId: string,
  enrolments: readonly EnrolmentRow[],
  tracks: Tracks,
): Promise<Judged[]> {
  const ids = enrolments.map(({ personId }) => personId)
  const people = new Map((await peopleOnTracks(tx, workspaceId, ids)).map((row) => [row.id, row]))
  const ruled = enrolments.filter((one) => tracks.of(one)?.compiled.track.exitWhen !== undefined)
  const facts =
    ruled.length === 0
      ? []
      : await factsOfPeople(
          tx,
          workspaceId,
          ruled.map((one) => one.personId),
        )
  const { stages, handOff } = tracks.present.document
  const handedOver = stages.findIndex(({ key }) => key === handOff.from)
  return enrolments.map((enrolment) => {
    const person = people.get(enrolment.personId)
    const track = tracks.of(enrolment)
    if (!track) return { enrolment, person, track, because: 'stopped' }
    const row = facts.find(({ id }) => id === enrolment.personId)
    const exitRule =
      person !== undefined &&
      row !== undefined &&
      track.compiled.exits({
        fit: person.fit,
        engagement: person.engagement,
        person: personFacts(row),
        account: accountFacts(row),
      })
    const because = exitOf(enrolment, standingOf(person, stages, exitRule), handedOver)
    return { enrolment, person, track, because }
  })
}

function standingOf(
  person: PersonRow | undefined,
  stages: AgreementDocument['stages'],
  exitRule: boolean,
): Standing {
  const stage = stages.findIndex(({ key }) => key === person?.stage)
  const { kind, reentry } = stages[stage] ?? {}
  const suppression = person?.suppression ?? null
  return {
    gone: person === undefined,
    hasAddress: singleAddress(person?.email ?? '') !== null,
    suppressed: suppression === null ? null : suppression === 'bounced' ? 'bounced' : 'unsubscribed',
    cycle: person?.cycle ?? 0,
    stage,
    stageKind: kind ?? null,
    reentry: reentry === true,
    openOpportunities: person?.openOpportunities ?? 0,
    exitRule,
  }
}

/**
 * Takes off their tracks those of some people who have no business there any more: qualified again, in an opportunity, unsubscribed.
 * To be called when something about them has changed; before each message it is looked at anyway.
 */
export async function leaveTracks(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
): Promise<void> {
  await followMerges(tx, workspaceId, personIds, now)
  const present = await presentEnrolments(tx, workspaceId, personIds)
  if (present.length === 0) return
  for (const { enrolment, because } of await judge(
    tx,
    workspaceId,
    present,
    await loadTracks(tx, workspaceId, now),
  )) {
    if (because !== null) await endPresent(tx, workspaceId, [enrolment.personId], because, now)
  }
}
