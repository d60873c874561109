import type { z } from 'zod'
import { enqueue } from '#platform/jobs/index.ts'
import {
  forbidden,
  type Handler,
  handle,
  handleOutside,
  notFound,
  Problem,
} from '#platform/operation/index.ts'
import { may, workspacesOfUser } from '#workspace/access/index.ts'
import { loadSample, notSample, readSample, removeSample } from './contract.ts'
import { LOAD_SAMPLE, type LoadSamplePayload, type SavedProgress } from './job.ts'
import { removeSampleCompany } from './load.ts'
import { latestJob } from './store.ts'

/** The sample company: load it, watch it load, remove it. */
export const sampleOperations: Handler[] = [
  handle(readSample, async ({ tx, workspaceId }) =>
    describeLoading(await latestJob(tx, workspaceId, LOAD_SAMPLE)),
  ),

  handle(loadSample, async ({ tx, workspaceId, actor, now, audit }, { seed }) => {
    if (actor.kind !== 'user') throw new Problem(forbidden, 'Sign in to load the sample company.')
    const payload: LoadSamplePayload = { seed, userId: actor.id }
    await enqueue(tx, { workspaceId, kind: LOAD_SAMPLE, payload, runAt: now, key: 'sample' })
    audit({ summary: 'Asked for the sample company', detail: { seed } })
  }),

  handleOutside(removeSample, async ({ database, session }, { workspaceId }) => {
    const mine = await database.system((tx) => workspacesOfUser(tx, session!.userId))
    const found = mine.find((row) => row.workspace.id === workspaceId)
    if (!found) throw new Problem(notFound, 'It may have been removed already.')
    if (!may(found.role, 'workspace.change'))
      throw new Problem(forbidden, 'Only its administrators can remove it.')
    if (!(await removeSampleCompany(database, workspaceId))) {
      throw new Problem(notSample, 'Only sample companies can be removed this way.')
    }
  }),
]

type Loading = z.output<typeof readSample.output>

const ABSENT: Loading = { state: 'absent', workspaceId: null, doing: null, share: null, reason: null }

/** `ready` names the workspace that was made; whether it still exists shows in the session's list of workspaces. */
function describeLoading(job: Awaited<ReturnType<typeof latestJob>>): Loading {
  if (!job) return ABSENT
  const progress = (job.progress ?? null) as SavedProgress | null
  if (job.state === 'done') return { ...ABSENT, state: 'ready', workspaceId: progress?.workspaceId ?? null }
  if (job.state === 'dead') return { ...ABSENT, state: 'failed', reason: job.reason }
  return { ...ABSENT, state: 'loading', doing: progress?.doing ?? null, share: progress?.share ?? null }
}
