import { MailX } from 'lucide-react'
import { useState } from 'react'
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  Field,
  FilterBar,
  Input,
  instant,
  rowsOf,
  SearchInput,
  useList,
  useMutate,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { addSuppressed, listSuppressed, listTracks, removeSuppressed, type Suppressed } from '../contract.ts'
import type { TabProps } from './people-tab.tsx'
import { REASON_WORDS } from './words.ts'

const AFTER = [listSuppressed, listTracks]

export function SuppressedTab({ search, onSearch }: TabProps) {
  const may = useMay('nurture.change')
  const list = useList(listSuppressed, { limit: 100, ...(search.search && { search: search.search }) })
  const add = useMutate(addSuppressed, { invalidates: AFTER })
  const remove = useMutate(removeSuppressed, {
    invalidates: AFTER,
    done: 'May be written to again',
    undo: (_, { email }) => add.mutate({ email }),
  })
  return (
    <>
      <FilterBar>
        <SearchInput
          label="Find an address"
          value={search.search}
          onChange={(text) => onSearch({ search: text })}
        />
        {may && <AddAddress />}
      </FilterBar>
      <DataTable
        caption="Addresses that nothing is sent to"
        {...rowsOf(list)}
        rowId={(row) => row.email}
        columns={columns(may, (email) => remove.mutate({ email }))}
        csv="suppressed"
        empty={
          <EmptyState icon={MailX} title={search.search ? 'No such address' : 'No address is listed'}>
            Who unsubscribes, and addresses that do not work, are listed here and get no nurture mail. People
            whose imported record says that they opted out get none either.
          </EmptyState>
        }
      />
    </>
  )
}

function AddAddress() {
  const [email, setEmail] = useState('')
  const add = useMutate(addSuppressed, {
    invalidates: AFTER,
    done: ({ email: added }) => `Nothing is sent to ${added} any more`,
    onDone: () => setEmail(''),
  })
  return (
    <form
      className="flex items-end gap-1.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (email.trim()) add.mutate({ email })
      }}
    >
      <Field label="Address to add" labelHidden>
        <Input type="email" placeholder="Address to add" value={email} onChange={setEmail} />
      </Field>
      <Button type="submit" disabled={add.isPending || email.trim() === ''}>
        Add
      </Button>
    </form>
  )
}

function columns(may: boolean, onRemove: (email: string) => void): Column<Suppressed>[] {
  return [
    { id: 'email', header: 'Address', card: 'title', value: (row) => row.email },
    {
      id: 'reason',
      header: 'Why',
      value: (row) => REASON_WORDS[row.reason],
      cell: (row) => (
        <span>
          {REASON_WORDS[row.reason]}
          {row.detail && <span className="block text-xs break-words text-ink-3">{row.detail}</span>}
        </span>
      ),
    },
    { id: 'by', header: 'By', width: 160, value: (row) => row.actor, cell: (row) => row.actor ?? '–' },
    {
      id: 'since',
      header: 'Since',
      width: 140,
      value: (row) => instant(row.recordedAt),
    },
    {
      id: 'actions',
      header: 'Actions',
      width: 100,
      cell: (row) =>
        may && (
          <Button size="sm" variant="quiet" onClick={() => onRemove(row.email)}>
            Remove
          </Button>
        ),
    },
  ]
}
