import {
  ArrowRight,
  Bot,
  Briefcase,
  CalendarCheck,
  FileDown,
  FormInput,
  Globe,
  type LucideIcon,
  Mail,
  Megaphone,
  MonitorPlay,
  NotebookPen,
  Phone,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import {
  Badge,
  EmptyState,
  ErrorState,
  formatDate,
  formatExact,
  Loading,
  LoadMore,
  Segmented,
  Switch,
  TeamBadge,
  useList,
  useSearchState,
} from '#platform/ui/index.ts'
import { leadTimeline, type TimelineItem } from '../contract.ts'
import { actorWords, dealWords, touchWords } from './words.ts'

const VIEWS = ['all', 'marketing', 'sales', 'stage', 'opportunity'] as const
type View = (typeof VIEWS)[number]
const Search = z.object({ show: z.enum(VIEWS).default('all'), humans: z.boolean().default(false) })

const asked = (view: View) =>
  view === 'all' ? {} : view === 'marketing' || view === 'sales' ? { side: view } : { type: [view] }

/** Both teams' touches, moves between stages and opportunities of one person, newest first. */
export function LeadTimeline({ personId }: { personId: string }) {
  const [{ show, humans }, setSearch] = useSearchState(Search)
  const list = useList(leadTimeline, { personId, ...asked(show), machine: !humans, limit: 100 })
  return (
    <div>
      <div className="no-print mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segmented<View>
          label="What to show"
          value={show}
          onChange={(value) => setSearch({ show: value })}
          options={[
            { value: 'all', label: 'Everything' },
            { value: 'marketing', label: 'Marketing' },
            { value: 'sales', label: 'Sales' },
            { value: 'stage', label: 'Stages' },
            { value: 'opportunity', label: 'Deals' },
          ]}
        />
        <Switch
          label="Hide what machines did"
          checked={humans}
          onChange={(checked) => setSearch({ humans: checked })}
        />
      </div>
      {list.isPending && <Loading lines={8} label="Loading the timeline" />}
      {list.error !== null && list.error !== undefined && (
        <ErrorState error={list.error} onRetry={list.retry} />
      )}
      {!list.isPending && !list.error && list.items.length === 0 && (
        <EmptyState title={show === 'all' && !humans ? 'Nothing has happened yet' : 'Nothing of this kind'}>
          {show === 'all'
            ? 'Touches and deals appear here as soon as they are imported.'
            : 'Show everything to see the rest.'}
        </EmptyState>
      )}
      <ol className="flex flex-col gap-5">
        {byDay(list.items).map(([day, items]) => (
          <li key={day}>
            <h2 className="mb-1.5 text-xs font-medium text-ink-3">{day}</h2>
            <ol className="rounded-lg border bg-surface">
              {items.map((item) => (
                <Line key={item.id + item.type} item={item} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
      {list.items.length > 0 && (
        <LoadMore
          shown={list.items.length}
          hasMore={list.hasMore}
          busy={list.loadingMore}
          onLoadMore={list.loadMore}
        />
      )}
    </div>
  )
}

function byDay(items: readonly TimelineItem[]): [string, TimelineItem[]][] {
  const days = new Map<string, TimelineItem[]>()
  for (const item of items) {
    const day = formatDate(item.occurredAt)
    const known = days.get(day)
    if (known) known.push(item)
    else days.set(day, [item])
  }
  return [...days]
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

function Line({ item }: { item: TimelineItem }) {
  const { icon: Icon, title, detail } = told(item)
  return (
    <li className="flex items-start gap-3 border-b px-4 py-2 last:border-b-0">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className={item.type === 'stage' ? 'font-medium' : undefined}>{title}</span>
          {item.side && <TeamBadge team={item.side} />}
          {item.machine && <Badge>Machine, gives no points</Badge>}
          {item.inferred && <Badge>Inferred</Badge>}
        </p>
        {detail && <p className="truncate text-xs text-ink-3">{detail}</p>}
      </div>
      <time
        dateTime={new Date(item.occurredAt).toISOString()}
        title={formatExact(item.occurredAt)}
        className="num text-xs text-ink-3"
      >
        {clock.format(item.occurredAt)}
      </time>
    </li>
  )
}

const ICONS: Record<string, LucideIcon> = {
  page_view: Globe,
  product_use: Globe,
  form_submit: FormInput,
  demo_request: FormInput,
  contact_request: FormInput,
  content_download: FileDown,
  email_open: Mail,
  email_click: Mail,
  email_reply: Mail,
  email_sent: Mail,
  webinar_registered: MonitorPlay,
  webinar_attended: MonitorPlay,
  call: Phone,
  call_connected: Phone,
  meeting: CalendarCheck,
  event_attended: CalendarCheck,
  note: NotebookPen,
}

function told(item: TimelineItem): { icon: LucideIcon; title: ReactNode; detail: string } {
  const join = (...parts: (string | null | false)[]) => parts.filter(Boolean).join(' · ')
  if (item.type === 'stage') {
    const from = item.fromStageName
      ? `from ${item.fromStageName}`
      : item.cycle && item.cycle > 1
        ? `cycle ${item.cycle} begins`
        : ''
    const actor = actorWords(item.kind as 'rule' | 'source' | 'user', item.subject ?? '')
    return { icon: ArrowRight, title: `Became ${item.stageName}`, detail: join(from, actor) }
  }
  if (item.type === 'opportunity') {
    const moved =
      item.kind === 'moved' &&
      item.stageName !== null &&
      (item.fromStageName ? `${item.fromStageName} to ${item.stageName}` : `to ${item.stageName}`)
    return {
      icon: Briefcase,
      title: dealWords(item.kind),
      detail: join(item.subject, moved, item.sellerName),
    }
  }
  const icon = item.machine ? Bot : (ICONS[item.kind] ?? Megaphone)
  return {
    icon,
    title: touchWords(item.kind),
    detail: join(item.subject, item.campaignName, item.channel, item.sellerName),
  }
}
