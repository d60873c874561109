import { z } from 'zod'
import { Banner, Link, Page, PageHeader, Tabs, useOperation, useSearchState } from '#platform/ui/index.ts'
import { useSession } from '#workspace/access/ui/index.ts'
import { listTracks } from '../contract.ts'
import { MESSAGE_STATES } from '../rules/states.ts'
import { MessagesTab } from './messages-tab.tsx'
import { PeopleTab } from './people-tab.tsx'
import { SuppressedTab } from './suppressed-tab.tsx'
import { TracksTab } from './tracks-tab.tsx'

const Search = z.object({
  tab: z.enum(['tracks', 'people', 'messages', 'suppressed']).default('tracks'),
  track: z.string().max(60).default(''),
  people: z.enum(['present', 'left']).default('present'),
  state: z.enum(['all', ...MESSAGE_STATES]).default('all'),
  search: z.string().max(200).default(''),
})
export type NurtureSearch = z.output<typeof Search>

export default function NurturePage() {
  const [search, setSearch] = useSearchState(Search)
  const { data, error, isPending, refetch } = useOperation(listTracks, {})
  const isSample = useSession().workspace?.kind === 'sample'
  const tracks = data?.tracks ?? []
  const props = { search, onSearch: setSearch, tracks }
  return (
    <Page>
      <PageHeader
        title="Nurture"
        description="Leads that were right but not ready, on their way back. Steps and texts stand in the agreement."
      />
      {isSample && (
        <Notice tone="info" title="The sample company sends no messages">
          Its people are invented, so their steps stand still. In a workspace of your own each is taken when
          its time has come.
        </Notice>
      )}
      {data && !data.mailServer && !isSample && (
        <Notice title="No mail server is configured">
          Messages wait until Accord is started with SMTP_URL and MAIL_FROM.
        </Notice>
      )}
      {data && data.unknown > 0 && search.tab !== 'messages' && (
        <Notice title={`${data.unknown} ${data.unknown === 1 ? 'message' : 'messages'} of unknown fate`}>
          The mail server took the text and never answered.{' '}
          <Link href="/nurture?tab=messages&state=unknown">Decide what to do</Link>
        </Notice>
      )}
      <Tabs
        label="Parts of nurture"
        value={search.tab}
        onChange={(tab) => setSearch({ tab })}
        items={[
          {
            value: 'tracks',
            label: 'Tracks',
            content: (
              <TracksTab tracks={tracks} isPending={isPending} error={error} onRetry={() => void refetch()} />
            ),
          },
          { value: 'people', label: 'People', content: <PeopleTab {...props} /> },
          { value: 'messages', label: 'Messages', content: <MessagesTab {...props} /> },
          {
            value: 'suppressed',
            label: 'Nothing is sent to',
            ...(data ? { count: data.suppressed } : {}),
            content: <SuppressedTab {...props} />,
          },
        ]}
      />
    </Page>
  )
}

function Notice({
  tone = 'warn',
  title,
  children,
}: {
  tone?: 'warn' | 'info'
  title: string
  children: React.ReactNode
}) {
  return (
    <div className="mb-4">
      <Banner tone={tone} title={title}>
        {children}
      </Banner>
    </div>
  )
}
