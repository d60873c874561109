import { LeadHandOff, LogActivity, ReopenLead } from '#leads/handoff/ui/index.ts'
import { LeadPage } from '#leads/lifecycle/ui/index.ts'
import { LeadNurture } from '#leads/nurture/ui/index.ts'

/** The page of a lead with what the whole lead flow knows of it. */
export default function LeadWithHandOff() {
  return (
    <LeadPage
      actions={(lead) => (
        <>
          <ReopenLead lead={lead} />
          <LogActivity personId={lead.personId} personName={lead.name} />
        </>
      )}
      beside={({ personId }) => (
        <>
          <LeadHandOff personId={personId} />
          <LeadNurture personId={personId} />
        </>
      )}
    />
  )
}
