import { Palmtree, Pencil, Trash2 } from 'lucide-react'
import {
  Badge,
  type Column,
  DataTable,
  Day,
  EmptyState,
  IconButton,
  instant,
  rowsOf,
  UNKNOWN,
  type useList,
  useMutate,
} from '#platform/ui/index.ts'
import { createAbsence, listAbsences, removeAbsence, showRouting, showTeam } from '../contract.ts'
import type { Absence } from '../schema.ts'

const AFTER_A_CHANGE = [listAbsences, showTeam, showRouting]

/** Absences with what the reader may do about them. */
export function AbsenceTable({
  list,
  past,
  onChange,
}: {
  list: ReturnType<typeof useList<typeof listAbsences.input, typeof listAbsences.output>>
  past: boolean
  onChange: (absence: Absence) => void
}) {
  const create = useMutate(createAbsence, { invalidates: AFTER_A_CHANGE })
  const remove = useMutate(removeAbsence, {
    invalidates: AFTER_A_CHANGE,
    done: 'Absence removed',
    undo: (_, { absenceId }) => {
      const gone = list.items.find(({ id }) => id === absenceId)
      if (gone) create.mutate({ ...spanOf(gone), sellerId: gone.seller.id })
    },
  })
  return (
    <DataTable
      caption="Absences"
      csv={past ? 'absences-before-today' : 'absences'}
      {...rowsOf(list)}
      rowId={(row) => row.id}
      columns={columns(onChange, (row) => remove.mutate({ absenceId: row.id }))}
      empty={
        <EmptyState icon={Palmtree} title={past ? 'None is over yet' : 'Nobody is away'}>
          {past
            ? 'What is over stays here.'
            : 'Holidays and days off are entered here, before leads come in.'}
        </EmptyState>
      }
    />
  )
}

/** The fields of an absence as they are sent. */
const spanOf = ({ firstDay, lastDay, from, until, note }: Absence) => ({
  ...{ firstDay, lastDay, from, until },
  ...(note && { note }),
})

function columns(onChange: (row: Absence) => void, onRemove: (row: Absence) => void): Column<Absence>[] {
  return [
    {
      id: 'seller',
      header: 'Seller',
      card: 'title',
      value: (row) => row.seller.name,
    },
    {
      id: 'from',
      header: 'First day',
      width: 190,
      cell: (row) => <Edge day={row.firstDay} time={row.from} whole="00:00" />,
      csv: [
        { header: 'First day', value: (row) => row.firstDay },
        { header: 'From', value: (row) => instant(row.fromAt) },
      ],
    },
    {
      id: 'to',
      header: 'Last day',
      width: 190,
      cell: (row) => <Edge day={row.lastDay} time={row.until} whole="24:00" />,
      csv: [
        { header: 'Last day', value: (row) => row.lastDay },
        { header: 'Until', value: (row) => instant(row.toAt) },
      ],
    },
    {
      id: 'note',
      header: 'Note',
      value: (row) => row.note,
      cell: (row) => (row.note ? <Badge>{row.note}</Badge> : <span className="text-ink-3">{UNKNOWN}</span>),
    },
    {
      id: 'by',
      header: 'Entered by',
      width: 160,
      card: 'hidden',
      value: (row) => row.enteredBy,
      cell: (row) => <span className="truncate text-ink-3">{row.enteredBy}</span>,
    },
    {
      id: 'actions',
      header: '',
      width: 90,
      cell: (row) =>
        row.mayChange && (
          <span className="flex justify-end gap-1">
            <IconButton
              size="sm"
              icon={Pencil}
              label={`Change the absence of ${row.seller.name}`}
              onClick={() => onChange(row)}
            />
            <IconButton
              size="sm"
              icon={Trash2}
              label={`Remove the absence of ${row.seller.name}`}
              onClick={() => onRemove(row)}
            />
          </span>
        ),
    },
  ]
}

function Edge({ day, time, whole }: { day: string; time: string; whole: string }) {
  return (
    <span className="whitespace-nowrap">
      <Day day={day} />
      {time !== whole && <span className="num ml-1.5 text-ink-3">{time}</span>}
    </span>
  )
}
