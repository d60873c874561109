/** What pages of other slices show of hand-offs. */
export { LeadHandOff } from './lead-hand-off.tsx'
