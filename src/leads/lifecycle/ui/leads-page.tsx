import { Download, Users } from 'lucide-react'
import { downloadUrl } from '#platform/operation/client.ts'
import {
  Button,
  ButtonLink,
  DataTable,
  EmptyState,
  Page,
  PageHeader,
  rowsOf,
  useList,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { exportLeads, type LEAD_SORTS, listLeads } from '../contract.ts'
import { LEAD_COLUMNS } from './lead-columns.tsx'
import { LeadFilters } from './lead-filters.tsx'
import { activeFilters, LeadSearch, NO_FILTERS, queryOf } from './lead-search.ts'

/** Rows fetched at once; the next ones come before the end is in sight. */
const PIECE = 200

type SortName = (typeof LEAD_SORTS)[number]

export default function LeadsPage() {
  const [search, setSearch] = useSearchState(LeadSearch)
  const query = queryOf(search)
  const list = useList(listLeads, { ...query, limit: PIECE })
  const first = useOperation(listLeads, { ...query, limit: 1 })
  const total = first.data?.total
  return (
    <Page width="full">
      <PageHeader
        title="Leads"
        description="Everyone both teams deal with, with the stage and scores of the agreement in force"
        actions={<Export search={search} />}
      />
      <LeadFilters search={search} change={setSearch} />
      <DataTable
        caption="Leads"
        {...rowsOf(list)}
        columns={LEAD_COLUMNS}
        rowId={(lead) => lead.personId}
        rowHref={(lead) => `/leads/${lead.personId}`}
        sort={{ id: search.sort, desc: !search.ascending }}
        onSortChange={(sort) =>
          setSearch({ sort: (sort?.id as SortName) ?? 'engagement', ascending: sort ? !sort.desc : false })
        }
        toolbar={<span className="max-sm:sr-only">j and k walk the rows, Enter opens one</span>}
        {...(typeof total === 'number' && { total })}
        height="calc(100dvh - 13.5rem)"
        empty={<Empty filtered={activeFilters(search) > 0} clear={() => setSearch(NO_FILTERS)} />}
      />
    </Page>
  )
}

/** A file of exactly the rows listed, all of them, in the same order. */
function Export({ search }: { search: LeadSearch }) {
  const may = useMay('report.export')
  if (!may) return null
  return (
    <ButtonLink icon={Download} href={downloadUrl(exportLeads, queryOf(search))} download>
      Export CSV
    </ButtonLink>
  )
}

function Empty({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const mayImport = useMay('import.change')
  if (filtered) {
    return (
      <EmptyState
        title="Nobody matches these filters"
        action={<Button onClick={clear}>Clear filters</Button>}
      >
        Try fewer words or another stage.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={Users}
      title="There are no leads yet"
      action={
        mayImport && (
          <ButtonLink variant="primary" href="/imports">
            Import records
          </ButtonLink>
        )
      }
    >
      People, their touches and deals come from the exports of your CRM. Stages and scores are then computed
      by the agreement.
    </EmptyState>
  )
}
