/** Parts of the lead page that other pages of the lead flow show too. */
export { Account, Colleagues, Opportunities, PhoneLink } from './lead-aside.tsx'
export { LeadPage } from './lead-page.tsx'
export { pointsWords, touchWords } from './words.ts'
