import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { forbidden, operation, problem } from '#platform/operation/index.ts'

export const notSample = problem(
  'sample.not_sample',
  409,
  'This workspace holds your own data, not the sample company',
)

export const readSample = operation({
  id: 'sample.read',
  method: 'GET',
  path: '/sample',
  permission: 'workspace.read',
  summary: 'Whether the sample company is loaded, and how far its loading has come',
  input: z.object({}),
  output: z.object({
    state: z.enum(['absent', 'loading', 'ready', 'failed']),
    /** workspace to switch to, when ready */
    workspaceId: Id.nullable(),
    /** what is being done, in words */
    doing: z.string().nullable(),
    /** 0-1 of the whole */
    share: z.number().nullable(),
    reason: z.string().nullable(),
  }),
})

export const loadSample = operation({
  id: 'sample.load',
  method: 'POST',
  path: '/sample',
  permission: 'workspace.change',
  summary: 'Load the sample company: a workspace of its own with 18 months of made-up history',
  input: z.object({ seed: z.number().int().min(0).max(2_147_483_647).default(7) }),
  output: z.void(),
})

export const removeSample = operation({
  id: 'sample.remove',
  method: 'DELETE',
  path: '/sample/:workspaceId',
  permission: 'signed_in',
  summary: 'Remove a sample company with everything in it; its administrators may',
  input: z.object({ workspaceId: Id }),
  output: z.void(),
  errors: [forbidden, notSample],
})
