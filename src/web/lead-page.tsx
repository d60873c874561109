import { LeadHandOff, LogActivity } from '#leads/handoff/ui/index.ts'
import { LeadPage } from '#leads/lifecycle/ui/index.ts'
import { LeadNurture } from '#leads/nurture/ui/index.ts'

/** The page of a lead with what the whole lead flow knows of it. */
export default function LeadWithHandOff() {
  return (
    <LeadPage
      actions={({ personId, name }) => <LogActivity personId={personId} personName={name} />}
      beside={({ personId }) => (
        <>
          <LeadHandOff personId={personId} />
          <LeadNurture personId={personId} />
        </>
      )}
    />
  )
}
