import { FlaskConical, UserSearch } from 'lucide-react'
import { z } from 'zod'
import {
  Button,
  ButtonLink,
  ErrorState,
  Link,
  Loading,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { showRouting } from '../contract.ts'
import type { Routing } from '../schema.ts'
import { Decisions, SHOWN } from './decisions.tsx'
import { Pools } from './pools.tsx'
import { RoutingFrame } from './routing-frame.tsx'
import { Rules } from './rules.tsx'
import { TryDrawer } from './try-drawer.tsx'

const Search = z.object({
  show: z.enum(SHOWN).default('all'),
  /** person of a dry run; `-` while nobody is chosen */
  try: z.string().default(''),
})

/** The drawer of the dry run is open, and nobody is chosen yet. */
const CHOOSING = '-'

/** Who gets a qualified lead: the rules in force, the pools as they stand, and what was decided. */
export default function RoutingPage() {
  const [{ show, try: tried }, setSearch] = useSearchState(Search)
  const { data, error, isPending, refetch } = useOperation(showRouting, {}, { everyMilliseconds: 60_000 })
  return (
    <RoutingFrame
      here="/routing"
      title="Routing"
      description="Who gets a qualified lead. The first rule that matches wins."
      actions={
        <>
          <Button icon={UserSearch} onClick={() => setSearch({ try: CHOOSING })}>
            Try a lead
          </Button>
          <ButtonLink icon={FlaskConical} href="/routing/simulator">
            Try a change
          </ButtonLink>
        </>
      }
    >
      {isPending && <Loading lines={10} label="Loading the rules" />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && (
        <div className="flex flex-col gap-8">
          <Summary data={data} />
          <Rules
            rules={data.rules}
            catchAll={data.catchAll}
            onShow={() => setSearch({ show: 'catch_all' })}
          />
          <Pools pools={data.pools} />
          <Decisions show={show} onShow={(next) => setSearch({ show: next })} />
        </div>
      )}
      {tried !== '' && (
        <TryDrawer
          personId={tried === CHOOSING ? '' : tried}
          onChoose={(personId) => setSearch({ try: personId })}
          onClose={() => setSearch({ try: '' })}
        />
      )}
    </RoutingFrame>
  )
}

function Summary({ data }: { data: Routing }) {
  const nobody = data.rules.reduce((sum, rule) => sum + rule.unassigned, 0)
  return (
    <p className="-mt-3 text-xs text-ink-3">
      Version {data.agreementVersion} of the <Link href="/agreement">agreement</Link>. In the last 30 days{' '}
      {data.decisions === 0
        ? 'no lead was routed yet'
        : `${data.decisions.toLocaleString('en')} leads were routed`}
      {nobody > 0 && `, ${nobody.toLocaleString('en')} of them to nobody`}.
    </p>
  )
}
