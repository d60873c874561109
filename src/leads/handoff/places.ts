import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'

/** A place in a list of hand-offs or of contested rejections, for its cursor. */
export const PlaceInList = z.object({ rank: z.int().min(0).max(1), at: InstantIso, id: Id })
