import type { AGREEMENT_ADOPTED } from '#agreement/document/index.ts'
import { ACTIVITY_LOGGED, type HandOffEvent, LEAD_REOPENED } from '#leads/handoff/index.ts'
import type { LEAKS_FOUND } from '#leads/leaks/index.ts'
import type { LEAD_MOVED } from '#leads/lifecycle/index.ts'
import type { IMPORT_FINISHED, IMPORT_UNDONE } from '#records/imports/index.ts'
import type { RECORDS_MERGED } from '#records/matching/index.ts'
import type { IDENTITY_SETTLED } from '#records/people/index.ts'
import type { MEMBER_REVOKED } from '#workspace/access/index.ts'

/** Whatever is announced anywhere. */
export type FlowEvent =
  | HandOffEvent
  | typeof ACTIVITY_LOGGED
  | typeof AGREEMENT_ADOPTED
  | typeof IDENTITY_SETTLED
  | typeof IMPORT_FINISHED
  | typeof IMPORT_UNDONE
  | typeof LEAD_MOVED
  | typeof LEAD_REOPENED
  | typeof LEAKS_FOUND
  | typeof MEMBER_REVOKED
  | typeof RECORDS_MERGED

/** What changes the figures of hand-offs: they were made, decided or worked on. */
export const HAND_OFFS_CHANGED: readonly FlowEvent[] = [
  'handoff.offered',
  'handoff.accepted',
  'handoff.rejected',
  'handoff.expired',
  'handoff.reassigned',
  'handoff.qualified',
  'handoff.recycled',
  'handoff.disqualified',
  'handoff.converted',
  'handoff.undone',
  'handoff.settled',
  LEAD_REOPENED,
  ACTIVITY_LOGGED,
]
