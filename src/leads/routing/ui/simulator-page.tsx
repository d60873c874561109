import { Play, RotateCcw } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import {
  Button,
  CodeTextarea,
  EmptyState,
  ErrorState,
  Field,
  Link,
  Loading,
  Select,
  TextProblems,
  useMutate,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { readRoutingClause, simulateRouting } from '../contract.ts'
import { RoutingFrame } from './routing-frame.tsx'
import { SHOWN_LEADS, SimulationResult } from './simulation.tsx'

const COUNTS = ['20', '100', '200', '500'] as const
const Search = z.object({
  leads: z.enum(COUNTS).default('100'),
  show: z.enum(SHOWN_LEADS).default('different'),
})

/** A changed routing clause, and who would have got the last leads under it. */
export default function SimulatorPage() {
  const { data, error, isPending, refetch } = useOperation(readRoutingClause, {})
  return (
    <RoutingFrame
      here="/routing/simulator"
      title="Simulator"
      description="Change the routing clause and see who would have got the last leads. Nothing is changed until it is adopted in the agreement."
    >
      {isPending && <Loading lines={12} label="Loading the clause" />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && <Simulator key={data.agreementVersion} written={data.yaml} version={data.agreementVersion} />}
    </RoutingFrame>
  )
}

function Simulator({ written, version }: { written: string; version: number }) {
  const [{ leads, show }, setSearch] = useSearchState(Search)
  const [text, setText] = useState(written)
  const area = useRef<HTMLTextAreaElement>(null)
  const simulation = useMutate(simulateRouting)
  const { mutate, data, error, isPending, variables } = simulation
  const run = () => mutate({ clause: text, leads: Number(leads) })
  // The page opens with the answer for the clause in force, so that there is something to compare with
  useEffect(() => mutate({ clause: written, leads: Number(leads) }), [mutate, written, leads])
  const stale = variables !== undefined && variables.clause !== text
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <form
        className="flex min-w-0 flex-col gap-3 xl:sticky xl:top-6"
        onSubmit={(event) => {
          event.preventDefault()
          run()
        }}
      >
        <Field
          label="Routing clause in YAML"
          hint={
            <>
              From version {version} of the <Link href="/agreement">agreement</Link>. Ctrl Enter runs it.
            </>
          }
        >
          <CodeTextarea
            ref={area}
            rows={22}
            value={text}
            onChange={setText}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
              event.preventDefault()
              run()
            }}
          />
        </Field>
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" icon={Play} busy={isPending}>
            Run
          </Button>
          <Select
            compact
            label="How many leads"
            value={leads}
            onChange={(next) => setSearch({ leads: next })}
            options={COUNTS.map((count) => ({ value: count, label: `last ${count} leads` }))}
          />
          {text !== written && (
            <Button variant="quiet" icon={RotateCcw} onClick={() => setText(written)}>
              As in force
            </Button>
          )}
          {stale && !isPending && <span className="text-xs text-ink-3">Changed since the last run.</span>}
        </div>
      </form>
      <div className="min-w-0" aria-live="polite">
        {error && <ErrorState error={error} onRetry={run} />}
        {isPending && !data && <Loading lines={10} label="Working out who would have got them" />}
        {data && data.problems.length > 0 && <TextProblems problems={data.problems} area={area} />}
        {data?.result && data.result.leads === 0 && (
          <EmptyState title="No lead has qualified yet">
            Once people qualify, the last ones are pushed through the clause here.
          </EmptyState>
        )}
        {data?.result && data.result.leads > 0 && (
          <SimulationResult result={data.result} shown={show} onShow={(next) => setSearch({ show: next })} />
        )}
      </div>
    </div>
  )
}
