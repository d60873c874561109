import { problem } from '#platform/operation/index.ts'

export const handOffTaken = problem('handoff.state', 409, 'Somebody was faster')
export const unknownReason = problem('handoff.reason', 422, 'This reason is not in the agreement')
export const notYours = problem('handoff.not_yours', 403, 'This hand-off belongs to somebody else')
export const unknownSeller = problem('handoff.seller', 422, 'This seller is not known')
export const cannotUndo = problem('handoff.undo', 409, 'This can no longer be taken back')
export const unknownOpportunity = problem('handoff.opportunity', 422, 'This opportunity is not known')
export const cannotOffer = problem('handoff.offer', 409, 'This lead cannot be offered')
export const cannotReopen = problem('lead.reopen', 409, 'This lead cannot be reopened')
export const notInThePast = problem('handoff.when', 422, 'An attempt cannot lie in the future')
