/** What pages of other slices show of hand-offs. */
export { WithheldSeller } from './due.tsx'
export { LeadHandOff } from './lead-hand-off.tsx'
export { LogActivity } from './log-activity.tsx'
export { PickCell, type Picked, PickHead, usePicked } from './picked.tsx'
export { SellerDialog } from './seller-dialog.tsx'
