import { CircleAlert, Clock, Palmtree, UserCheck } from 'lucide-react'
import {
  Badge,
  type Column,
  DataTable,
  EmptyState,
  formatDate,
  formatShare,
  Link,
  RelativeTime,
  Section,
} from '#platform/ui/index.ts'
import type { Routing } from '../schema.ts'

type Pool = Routing['pools'][number]
type Member = Pool['members'][number]

/** The pools with their members: share, turns, load, who is away. */
export function Pools({ pools }: { pools: Routing['pools'] }) {
  return (
    <div className="flex flex-col gap-6">
      {pools.map((pool) => (
        <Section
          key={pool.key}
          title={pool.name}
          description={`${pool.everyone ? 'Every known seller takes turns, with equal weight.' : 'Members take turns by weight.'} In by ${pool.calendar.name}.`}
          plain
        >
          <DataTable
            caption={`Members of ${pool.name}`}
            rows={pool.members}
            rowId={(member) => member.seller?.id ?? member.written}
            columns={columnsOf(pool)}
            csv={`pool-${pool.key}`}
            sortKey={`sort-${pool.key}`}
            empty={
              <EmptyState icon={CircleAlert} title="Nobody is in this pool">
                What is routed here reaches nobody. <Link href="/imports">Import your sellers</Link> or name
                members in the <Link href="/agreement/change">agreement</Link>.
              </EmptyState>
            }
          />
        </Section>
      ))}
    </div>
  )
}

function columnsOf(pool: Pool): Column<Member>[] {
  const capped = pool.members.some((member) => member.dailyCap !== null || member.openCap !== null)
  return [
    {
      id: 'seller',
      header: 'Seller',
      card: 'title',
      value: (member) => member.seller?.name ?? member.written,
      cell: (member) => (
        <span className="flex min-w-0 flex-col">
          <span className="truncate">{member.seller?.name ?? member.written}</span>
          {member.trouble && <span className="text-xs text-bad">{member.trouble}</span>}
        </span>
      ),
    },
    {
      id: 'now',
      header: 'Now',
      width: 230,
      value: (member) => (member.inNow ? 'in' : member.away ? 'away' : 'out of hours'),
      cell: (member) => <Presence member={member} />,
    },
    number(
      'share',
      'Share',
      90,
      (member) => member.share,
      (member) => formatShare(member.share, 0),
    ),
    number('got', 'Turns, 30 d', 110, (member) => member.got),
    number(
      'credit',
      'Credit',
      90,
      (member) => member.credit,
      (member) => turns(member.credit),
    ),
    number(
      'today',
      'Today',
      90,
      (member) => member.today,
      (member) => of(member.today, member.dailyCap),
    ),
    number(
      'open',
      'In work',
      100,
      (member) => member.open,
      (member) => of(member.open, member.openCap),
    ),
    ...(capped ? [state()] : []),
  ]
}

/** On a phone the turns and the load are enough. */
const number = (
  id: string,
  header: string,
  width: number,
  value: (member: Member) => number,
  shown: (member: Member) => string = (member) => value(member).toLocaleString('en'),
): Column<Member> => ({
  ...{ id, header, width, value, align: 'right', sortFirst: 'desc', sortable: true },
  card: id === 'credit' || id === 'share' ? 'hidden' : 'line',
  cell: (member) => <span className="num">{shown(member)}</span>,
})

const state = (): Column<Member> => ({
  id: 'cap',
  header: 'Cap',
  width: 110,
  value: (member) => (isFull(member) ? 'reached' : ''),
  cell: (member) => (isFull(member) ? <Badge tone="warn">Cap reached</Badge> : null),
})

const isFull = ({ today, open, dailyCap, openCap }: Member) =>
  (dailyCap !== null && today >= dailyCap) || (openCap !== null && open >= openCap)
const of = (count: number, cap: number | null) => (cap === null ? String(count) : `${count} of ${cap}`)
const turns = (credit: number) => `${credit > 0.005 ? '+' : ''}${(Math.round(credit * 100) / 100).toFixed(2)}`

function Presence({ member }: { member: Member }) {
  if (!member.seller) return null
  if (member.inNow) {
    return (
      <Badge tone="good" icon={UserCheck}>
        In
      </Badge>
    )
  }
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      {member.away ? (
        <Badge tone="warn" icon={Palmtree}>
          {member.away.note ?? 'Away'}, back {formatDate(member.away.to)}
        </Badge>
      ) : (
        <Badge icon={Clock}>Out of hours</Badge>
      )}
      {!member.away && member.nextIn !== null && (
        <span className="text-xs text-ink-3">
          <RelativeTime at={member.nextIn} />
        </span>
      )}
    </span>
  )
}
