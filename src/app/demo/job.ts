import type { Database } from '#platform/db/index.ts'
import { type JobHandler, JobStopped } from '#platform/jobs/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { toIso } from '#platform/kernel/instant.ts'
import { fillSampleCompany, type LoadProgress, startSampleCompany } from './load.ts'

export const LOAD_SAMPLE = 'sample.load'

export interface LoadSamplePayload {
  seed: number
  /** who asked, and will be its administrator */
  userId: string
}

export interface SavedProgress extends LoadProgress {
  workspaceId: string
  /** day on which history ends, fixed at the first run so that a resumed one tells the same story */
  endsOn: string
}

const SAVE_EVERY_MS = 700

/** Loads the sample company in the background; after a stop it goes on in the same workspace and doubles nothing. */
export function sampleJob(database: Database, clock: () => Instant): JobHandler {
  return {
    kind: LOAD_SAMPLE,
    async run(job) {
      const { seed, userId } = job.payload as LoadSamplePayload
      let saved = job.progress as SavedProgress | null
      if (!saved) {
        const endsOn = toIso(clock()).slice(0, 10)
        const workspaceId = await database.system((tx) => startSampleCompany(tx, [userId], clock(), endsOn))
        saved = { workspaceId, endsOn, doing: 'Making up eighteen months', share: 0 }
        await job.checkpoint(saved)
      }
      const { workspaceId, endsOn } = saved
      let latest = saved
      const saving = setInterval(() => void job.checkpoint(latest).catch(() => {}), SAVE_EVERY_MS)
      try {
        await fillSampleCompany(database, workspaceId, {
          seed,
          endsOn,
          userId,
          now: clock(),
          onProgress: (progress) => {
            if (job.signal.aborted) throw new JobStopped('The process is stopping')
            latest = { workspaceId, endsOn, ...progress }
          },
        })
      } finally {
        clearInterval(saving)
      }
      await job.checkpoint(latest)
    },
  }
}
