import { operations as handOffOperations } from '#leads/handoff/index.ts'
import { routingOperations } from '#leads/routing/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type Actor, type Handler, Problem } from '#platform/operation/index.ts'
import { formOperations } from '#records/forms/index.ts'
import { operations as intakeOperations } from '#records/intake/index.ts'
import { forgetAnnouncements } from './live-store.ts'
import type { Random } from './random.ts'

/** Where the last weeks of the sample company are played, and by whom. */
export interface Scene {
  database: Database
  workspaceId: string
  actor: Actor
  random: Random
}

/**
 * The database without its announcements: nobody is told about what never happened. What asks for a transaction inside another one runs
 * in that.
 */
export function quietly(database: Database): Database {
  let running: Tx | null = null
  return {
    ...database,
    async workspace(workspaceId, work) {
      if (running) return work(running)
      return database.workspace(workspaceId, async (tx) => {
        running = tx
        try {
          const done = await work(tx)
          await forgetAnnouncements(tx, workspaceId)
          return done
        } finally {
          running = null
        }
      })
    },
  }
}

/** One transaction of the play. */
export const inScene = <T>({ database, workspaceId }: Scene, work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.workspace(workspaceId, work)

const HANDLERS: readonly Handler[] = [
  ...handOffOperations,
  ...routingOperations(),
  ...intakeOperations,
  ...formOperations({ baseUrl: '', canReply: false }),
]

/** Carries out an operation at an instant of the story; false when it is refused then. */
export async function acts(
  scene: Scene,
  id: string,
  input: Record<string, unknown>,
  at: Instant,
): Promise<boolean> {
  const handler = HANDLERS.find(({ operation }) => operation.id === id)
  if (!handler || !('run' in handler)) throw new Error(`The sample company needs the operation ${id}`)
  const { workspaceId, actor } = scene
  try {
    await inScene(scene, (tx) =>
      handler.run(
        { tx, workspaceId, actor, now: at, requestId: newId(at), announce: async () => {}, audit: () => {} },
        handler.operation.input.parse(input),
      ),
    )
    return true
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}
