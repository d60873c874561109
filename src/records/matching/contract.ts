import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import {
  notFound,
  operation,
  Page,
  PageById,
  page,
  problem,
  unknownPlace,
} from '#platform/operation/index.ts'

export const pairDecided = problem('review.decided', 409, 'Somebody has decided this pair already')
export const mergeUndone = problem('merge.undone', 409, 'This merge was taken back already')
export const mergeOverlaid = problem('merge.overlaid', 409, 'A later merge stands on this one')

export const MergeKind = z.enum(['person', 'account'])

const Side = z.object({ id: Id, title: z.string(), lines: z.array(z.string()) })

export const ReviewPair = z.object({
  kind: MergeKind,
  left: Side,
  right: Side,
  evidence: z.string(),
  state: z.enum(['open', 'merged', 'kept_apart']),
  foundAt: InstantIso,
})
export type ReviewPair = z.output<typeof ReviewPair>

export const listReviewPairs = operation({
  id: 'review.list',
  method: 'GET',
  path: '/review',
  permission: 'record.read',
  summary: 'Pairs of records that may be one, with the evidence',
  input: Page.extend({
    kind: MergeKind.optional(),
    state: z.enum(['open', 'merged', 'kept_apart']).default('open'),
  }),
  output: page(ReviewPair),
  errors: [unknownPlace],
  mcp: true,
})

const Pair = z.object({ kind: MergeKind, leftId: Id, rightId: Id })

export const mergePair = operation({
  id: 'review.merge',
  method: 'POST',
  path: '/review/merge',
  permission: 'record.change',
  summary: 'Make two records one; the survivor keeps its values and takes what it lacks',
  input: Pair.extend({ survivorId: Id }),
  output: z.object({ mergeId: Id }),
  errors: [notFound, pairDecided],
})

export const keepApart = operation({
  id: 'review.keepApart',
  method: 'POST',
  path: '/review/keep-apart',
  permission: 'record.change',
  summary: 'Remember that two records are not the same',
  input: Pair,
  output: z.object({ kept: z.boolean() }),
  errors: [notFound, pairDecided],
})

export const Merge = z.object({
  id: Id,
  kind: MergeKind,
  survivorId: Id,
  mergedId: Id,
  mergedBy: z.string(),
  mergedAt: InstantIso,
  undoneAt: InstantIso.nullable(),
})

export const listMerges = operation({
  id: 'merge.list',
  method: 'GET',
  path: '/merges',
  permission: 'record.read',
  summary: 'Merges, the latest first',
  input: PageById,
  output: page(Merge),
})

export const undoMerge = operation({
  id: 'merge.undo',
  method: 'POST',
  path: '/merges/:id/undo',
  permission: 'record.change',
  summary: 'Take a merge back: both records are as they were',
  input: z.object({ id: Id }),
  output: z.object({ id: Id }),
  errors: [mergeUndone, mergeOverlaid],
})

export const FreeMailDomain = z.object({
  domain: z.string(),
  /** whether anybody can have an address there */
  isFreeMail: z.boolean(),
})

export const listFreeMail = operation({
  id: 'freeMail.list',
  method: 'GET',
  path: '/free-mail',
  permission: 'record.read',
  summary: "The workspace's own corrections to the list of free-mail domains, which never identify a company",
  input: Page,
  output: page(FreeMailDomain),
})

export const setFreeMail = operation({
  id: 'freeMail.set',
  method: 'PUT',
  path: '/free-mail/:domain',
  permission: 'record.change',
  summary:
    'Say whether a domain is free mail (true), a company (false), or as the built-in list has it (null); for imports from now on',
  input: z.object({
    domain: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^(?:[\p{L}\d-]+\.)+[\p{L}]{2,}$/u, 'Write a domain such as acme.com')
      .max(253),
    isFreeMail: z.boolean().nullable(),
  }),
  output: z.object({ domain: z.string(), isFreeMail: z.boolean().nullable() }),
})
