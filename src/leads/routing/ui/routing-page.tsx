import { FlaskConical } from 'lucide-react'
import { z } from 'zod'
import { ButtonLink, ErrorState, Link, Loading, useOperation, useSearchState } from '#platform/ui/index.ts'
import { showRouting } from '../contract.ts'
import type { Routing } from '../schema.ts'
import { Decisions, SHOWN } from './decisions.tsx'
import { Pools } from './pools.tsx'
import { RoutingFrame } from './routing-frame.tsx'
import { Rules } from './rules.tsx'

const Search = z.object({ show: z.enum(SHOWN).default('all') })

/** Who gets a qualified lead: the rules in force, the pools as they stand, and what was decided. */
export default function RoutingPage() {
  const [{ show }, setSearch] = useSearchState(Search)
  const { data, error, isPending, refetch } = useOperation(showRouting, {}, { everyMilliseconds: 60_000 })
  return (
    <RoutingFrame
      here="/routing"
      title="Routing"
      description="Who gets a qualified lead. The first rule that matches wins."
      actions={
        <ButtonLink icon={FlaskConical} href="/routing/simulator">
          Try a change
        </ButtonLink>
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
