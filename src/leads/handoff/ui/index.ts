/** What pages of other slices show of hand-offs. */
export { WithheldSeller } from './due.tsx'
export { LeadHandOff } from './lead-hand-off.tsx'
export { LogActivity } from './log-activity.tsx'
export { PickCell, type Picked, PickHead, usePicked } from './picked.tsx'
export { ReopenLead } from './reopen-lead.tsx'
export { givenWords, SellerDialog, useSellerName } from './seller-dialog.tsx'
