import { CalendarPlus, Palmtree, UserCheck, Users } from 'lucide-react'
import type { z } from 'zod'
import {
  Avatar,
  Badge,
  type Column,
  DataTable,
  EmptyState,
  formatDate,
  IconButton,
  Link,
  Section,
} from '#platform/ui/index.ts'
import type { TeamMember } from '../schema.ts'

type Member = z.output<typeof TeamMember>

/** Every seller with pools, load and whether they are away. */
export function Team({
  members,
  onAway,
}: {
  members: readonly Member[]
  onAway: (sellerId: string) => void
}) {
  return (
    <Section title="Team" plain>
      <DataTable
        caption="Sellers"
        csv="sellers"
        sortKey="sort"
        rows={members}
        rowId={(row) => row.seller.id}
        columns={columns(onAway)}
        empty={
          <EmptyState icon={Users} title="No seller is known yet">
            Sellers come with your <Link href="/imports">imports</Link>, as owners of leads, accounts and
            opportunities.
          </EmptyState>
        }
      />
    </Section>
  )
}

const columns = (onAway: (sellerId: string) => void): Column<Member>[] => [
  {
    id: 'seller',
    header: 'Seller',
    card: 'title',
    value: (row) => row.seller.name,
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2">
        <Avatar name={row.seller.name} />
        <span className="truncate">{row.seller.name}</span>
        {row.mine && <Badge tone="accent">You</Badge>}
      </span>
    ),
  },
  {
    id: 'team',
    header: 'Team',
    width: 130,
    card: 'hidden',
    value: (row) => row.team,
    cell: (row) => <span className="truncate text-ink-2">{row.team ?? ''}</span>,
  },
  {
    id: 'pools',
    header: 'Pools',
    value: (row) => row.pools.map(({ name }) => name).join(', '),
    cell: (row) =>
      row.pools.length === 0 ? (
        <span className="text-ink-3">none</span>
      ) : (
        <span className="flex flex-wrap gap-1">
          {row.pools.map(({ key, name }) => (
            <Badge key={key}>{name}</Badge>
          ))}
        </span>
      ),
  },
  {
    id: 'now',
    header: 'Now',
    width: 230,
    value: (row) => (row.away ? 'away' : 'here'),
    cell: (row) =>
      row.away ? (
        <Badge tone="warn" icon={Palmtree}>
          {row.away.note ?? 'Away'}, back {formatDate(row.away.to)}
        </Badge>
      ) : (
        <Badge tone="good" icon={UserCheck}>
          Not away
        </Badge>
      ),
  },
  figure('today', 'Today', (row) => row.today),
  figure('open', 'In work', (row) => row.open),
  {
    id: 'enter',
    header: '',
    width: 60,
    cell: (row) =>
      row.mayChange && (
        <IconButton
          size="sm"
          icon={CalendarPlus}
          label={`Enter an absence of ${row.seller.name}`}
          onClick={() => onAway(row.seller.id)}
        />
      ),
  },
]

function figure(id: string, header: string, value: (row: Member) => number): Column<Member> {
  return {
    ...{ id, header, value, width: 90, align: 'right', sortable: true, sortFirst: 'desc' },
    cell: (row) => <span className="num">{value(row)}</span>,
  }
}
