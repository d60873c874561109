import {
  CircleAlert,
  CircleCheck,
  Clock,
  Hourglass,
  type LucideIcon,
  PauseCircle,
  TimerReset,
} from 'lucide-react'
import { cx, formatExact } from '#platform/ui/index.ts'
import { type HandOffItem, isOpen } from './data.ts'
import { type DueWords, dueWords } from './due-words.ts'
import { useMinute } from './minute.ts'

const LOOKS: Record<DueWords['level'], { icon: LucideIcon; look: string }> = {
  late: { icon: CircleAlert, look: 'text-bad font-medium' },
  soon: { icon: Hourglass, look: 'text-warn font-medium' },
  running: { icon: Clock, look: 'text-ink-2' },
  waiting: { icon: PauseCircle, look: 'text-ink-3' },
  done: { icon: CircleCheck, look: 'text-good' },
  done_late: { icon: TimerReset, look: 'text-ink-3' },
}

/** Why a list leaves something out. */
export const WITHHELD = 'Only the seller and their manager see who is late'

/** Stands for the name of a seller that the list does not tell. */
export const WithheldSeller = () => (
  <span title={WITHHELD} className="text-ink-3">
    Assigned
  </span>
)

/** Time that is left, by words, sign and colour; the exact instant as title. Counts down with the page. */
export function Due({ item, className }: { item: HandOffItem; className?: string }) {
  const words = dueWords({ ...item, open: isOpen(item) }, useMinute())
  if (words === null)
    return (
      <span title={WITHHELD} className={cx('text-xs text-ink-3', className)}>
        Not shown
      </span>
    )
  const { text, level, at } = words
  const { icon: Icon, look } = LOOKS[level]
  const inside = (
    <>
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2} />
      {text}
    </>
  )
  const looks = cx('num inline-flex items-center gap-1 text-xs whitespace-nowrap', look, className)
  return at === null ? (
    <span className={looks}>{inside}</span>
  ) : (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at)} className={looks}>
      {inside}
    </time>
  )
}
