import { z } from 'zod'
import { Page, PageHeader, Tabs, useSearchState } from '#platform/ui/index.ts'
import { EventsTab } from './events-tab.tsx'
import { KeysTab } from './keys-tab.tsx'
import { NamesTab } from './names-tab.tsx'
import { OverviewTab } from './overview-tab.tsx'

const Search = z.object({ tab: z.enum(['overview', 'events', 'names', 'keys']).default('overview') })

/** What sites and servers send, what becomes of it, and the keys they send it with. */
export default function IntakePage() {
  const [{ tab }, setSearch] = useSearchState(Search)
  const toKeys = () => setSearch({ tab: 'keys' })
  return (
    <Page>
      <PageHeader
        title="Intake"
        description="What your sites and servers send, what became of it, and the keys they send it with."
      />
      <Tabs
        label="Parts of the intake"
        value={tab}
        onChange={(next) => setSearch({ tab: next })}
        items={[
          { value: 'overview', label: 'Last 24 hours', content: <OverviewTab onConnect={toKeys} /> },
          { value: 'events', label: 'Events', content: <EventsTab onConnect={toKeys} /> },
          { value: 'names', label: 'Event names', content: <NamesTab /> },
          { value: 'keys', label: 'Write keys', content: <KeysTab /> },
        ]}
      />
    </Page>
  )
}
