export { LeadNurture } from './lead-nurture.tsx'
