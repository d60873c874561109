import { CalendarPlus } from 'lucide-react'
import { useState } from 'react'
import { z } from 'zod'
import {
  Button,
  ErrorState,
  Loading,
  Section,
  Segmented,
  useList,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { listAbsences, showTeam } from '../contract.ts'
import type { Absence } from '../schema.ts'
import { AbsenceDialog, type Draft } from './absence-dialog.tsx'
import { AbsenceTable } from './absence-table.tsx'
import { RoutingFrame } from './routing-frame.tsx'
import { Team } from './team.tsx'

const Search = z.object({ show: z.enum(['coming', 'past']).default('coming') })

/** Who is in, who is away, and when. */
export default function AbsencesPage() {
  const [{ show }, setSearch] = useSearchState(Search)
  const [draft, setDraft] = useState<Draft | null>(null)
  const team = useOperation(showTeam, {}, { everyMilliseconds: 60_000 })
  const list = useList(listAbsences, { limit: 50, past: show === 'past' })
  const sellers = team.data?.items ?? []
  const changeable = sellers.filter((one) => one.mayChange)
  const own = changeable.find((one) => one.mine) ?? (changeable.length === 1 ? changeable[0] : undefined)
  const change = (absence: Absence) =>
    setDraft({ ...absence, absenceId: absence.id, sellerId: absence.seller.id, note: absence.note ?? '' })
  return (
    <RoutingFrame
      here="/routing/absences"
      title="Absences"
      description="Someone away is passed over while others can answer in time."
      actions={
        changeable.length > 0 && (
          <Button
            variant="primary"
            icon={CalendarPlus}
            onClick={() => setDraft(emptyDraft(own?.seller.id ?? null))}
          >
            Enter an absence
          </Button>
        )
      }
    >
      {team.isPending && <Loading lines={8} label="Loading the team" />}
      {team.error && <ErrorState error={team.error} onRetry={() => void team.refetch()} />}
      {team.data && (
        <div className="flex flex-col gap-8">
          <Section
            title="Days away"
            description={`Days are those of the time zone ${team.data.timeZone}.`}
            actions={
              <Segmented
                label="Which absences"
                value={show}
                onChange={(next) => setSearch({ show: next })}
                options={[
                  { value: 'coming', label: 'Now and to come' },
                  { value: 'past', label: 'Over' },
                ]}
              />
            }
            plain
          >
            <AbsenceTable list={list} past={show === 'past'} onChange={change} />
          </Section>
          <Team members={sellers} onAway={(sellerId) => setDraft(emptyDraft(sellerId))} />
        </div>
      )}
      {draft && <AbsenceDialog draft={draft} sellers={changeable} onClose={() => setDraft(null)} />}
    </RoutingFrame>
  )
}

const emptyDraft = (sellerId: string | null): Draft => ({
  ...{ absenceId: null, sellerId, firstDay: '', lastDay: '', from: '00:00', until: '24:00', note: '' },
})
