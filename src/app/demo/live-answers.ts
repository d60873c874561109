import { stopClocks } from '#leads/handoff/index.ts'
import { recomputeIn } from '#leads/lifecycle/index.ts'
import { enrol } from '#leads/nurture/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { writeRecords } from '#records/imports/index.ts'
import { reportStage } from '#records/people/index.ts'
import type { LiveDeal, Said } from './live-rows.ts'
import { acts, inScene, type Scene } from './live-scene.ts'
import { type LatestHandOff, latestHandOff } from './live-store.ts'

/** How sellers of the sample company answer leads in its last weeks, as the story tells it. */

/** Reasons for which sellers do not take a lead, as often as they give them. */
const REJECTED = [
  ['wrong_person', 5],
  ['wrong_company', 4],
  ['no_context', 3],
  ['bad_data', 2],
  ['duplicate', 1],
] as const

const ENDINGS = ['recycled', 'disqualified']

/**
 * A seller tries to reach a person, and so takes the lead on; one of whom sales will think nothing is given back at once.
 *
 * @param ahead what sellers will say of this person
 */
export async function turnTo(
  scene: Scene,
  personId: string,
  ahead: readonly Said[],
  at: Instant,
): Promise<void> {
  const { workspaceId, random } = scene
  const handOff = await inScene(scene, (tx) => latestHandOff(tx, workspaceId, personId))
  const isUnwanted = ENDINGS.includes(ahead[0]?.stage ?? '')
  if (handOff?.state === 'offered' && !isUnwanted)
    await acts(scene, 'handoff.accept', { handOffId: handOff.id }, at)
  await inScene(scene, (tx) => stopClocks(tx, workspaceId, [personId], at))
  if (handOff?.state === 'offered' && isUnwanted)
    await acts(scene, 'handoff.reject', { handOffId: handOff.id, reason: random.weighted(REJECTED) }, at)
}

/** What a seller says of a lead: on its hand-off where there is one, else as the CRM would report it. */
export async function say(scene: Scene, personId: string, said: Said): Promise<void> {
  const { workspaceId } = scene
  const handOff = await inScene(scene, (tx) => latestHandOff(tx, workspaceId, personId))
  if (handOff && (await sayOnHandOff(scene, personId, handOff, said))) return
  const { stage, reason, at: occurredAt } = said
  const reported = { personId, stage, occurredAt, source: 'CRM stage date', reason, actorId: null }
  await inScene(scene, (tx) => reportStage(tx, workspaceId, reported, occurredAt))
}

/** Answers whether the hand-off says it now, or has said it already. */
async function sayOnHandOff(
  scene: Scene,
  personId: string,
  { id: handOffId, state, cycle }: LatestHandOff,
  { stage, reason, at }: Omit<Said, 'personKey'>,
): Promise<boolean> {
  const { workspaceId } = scene
  if (ANSWERED.includes(state)) return stage === 'sal' || ENDINGS.includes(stage)
  if (stage === 'sal') return state !== 'offered' || (await acts(scene, 'handoff.accept', { handOffId }, at))
  if (!ENDINGS.includes(stage) || state === 'offered') return false
  const operation = stage === 'recycled' ? 'handoff.recycle' : 'handoff.disqualify'
  const done = await acts(scene, operation, { handOffId, reason: reason ?? 'other' }, at)
  // as the flow does it, which is not told of the sample company's past
  if (done && stage === 'recycled')
    await inScene(scene, (tx) => enrol(tx, workspaceId, { personId, cycle, trackKey: null, reason }, at))
  return done
}

const ANSWERED = ['rejected', 'recycled', 'disqualified', 'qualified']

/** How leads end that sellers tried for days, as often as each happens; some are simply left lying. */
const GIVEN_UP: readonly (readonly [Pick<Said, 'stage' | 'reason'> | null, number])[] = [
  [{ stage: 'recycled', reason: 'no_answer' }, 4],
  [{ stage: 'recycled', reason: 'bad_timing' }, 3],
  [{ stage: 'recycled', reason: 'no_budget' }, 1],
  [{ stage: 'disqualified', reason: 'too_small' }, 1],
  [{ stage: 'disqualified', reason: 'no_need' }, 1],
  [null, 3],
]

/** A seller comes to an end with a lead that nothing came of. */
export async function giveUp(scene: Scene, personId: string, at: Instant): Promise<void> {
  const handOff = await inScene(scene, (tx) => latestHandOff(tx, scene.workspaceId, personId))
  const ending = scene.random.weighted(GIVEN_UP)
  if (handOff?.state === 'working' && ending) await sayOnHandOff(scene, personId, handOff, { ...ending, at })
}

/** The CRM has a new deal: the hand-offs of its people come to a good end. */
export async function openDeal(
  scene: Scene,
  { row, at }: LiveDeal,
  people: readonly string[],
): Promise<void> {
  const { workspaceId } = scene
  await inScene(scene, async (tx) => {
    await writeRecords(tx, workspaceId, [row], { source: 'sample', now: at })
    await recomputeIn(tx, workspaceId, people, at)
    await stopClocks(tx, workspaceId, people, at)
  })
}
