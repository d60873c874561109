/** What pages of other slices show of opportunities. */
export { OutcomeBadge } from './outcome-badge.tsx'
