import { z } from 'zod'
import { HANDOFF_GROUPS, HANDOFF_VIEWS, type HandOffQuery, OUTCOME_STATES } from '../schema.ts'
import { type HandOffItem, isOpen } from './data.ts'

export type View = (typeof HANDOFF_VIEWS)[number]
export type Group = (typeof HANDOFF_GROUPS)[number]

/** What the address of the inbox holds. */
export const InboxSearch = z.object({
  /** empty: one's own when the reader is a seller, else everyone's */
  view: z.enum(['', ...HANDOFF_VIEWS]).default(''),
  group: z.enum(HANDOFF_GROUPS).default('open'),
  search: z.string().default(''),
  seller: z.string().default(''),
  campaign: z.string().default(''),
  raised: z.enum(['', 'yes', 'no']).default(''),
  late: z.boolean().default(false),
  unassigned: z.boolean().default(false),
  outcome: z.enum(['', ...OUTCOME_STATES]).default(''),
  /** hand-off in view */
  open: z.string().default(''),
})
export type InboxSearch = z.output<typeof InboxSearch>

/** Everything that narrows the list, at rest. */
export const NO_FILTERS = {
  search: '',
  seller: '',
  campaign: '',
  raised: '',
  late: false,
  unassigned: false,
  outcome: '',
} as const

/** How many filters are in force. */
export const activeFilters = (search: InboxSearch): number =>
  (Object.keys(NO_FILTERS) as (keyof typeof NO_FILTERS)[]).filter((name) => search[name] !== NO_FILTERS[name])
    .length

/** The question to the server that an address stands for. */
export function queryOf(search: InboxSearch, view: View): z.output<typeof HandOffQuery> {
  return {
    view,
    group: search.group,
    ...(search.search && { search: search.search }),
    ...(search.seller && { seller: [search.seller] }),
    ...(search.campaign && { campaign: [search.campaign] }),
    ...(search.raised && { handRaise: search.raised === 'yes' }),
    ...(search.late && { overdue: true }),
    ...(search.unassigned && { unassigned: true }),
    ...(search.outcome && { outcome: [search.outcome] }),
  }
}

/** Whether a hand-off still belongs to the group that a list shows. */
export function isInGroup(item: HandOffItem, group: Group): boolean {
  if (group === 'closed') return !isOpen(item)
  if (!isOpen(item)) return false
  const waits = item.standing === 'paused'
  if (group === 'open') return true
  if (group === 'paused') return waits
  return !waits && (group === 'offered') === (item.state === 'offered')
}
