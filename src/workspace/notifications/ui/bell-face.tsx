import { Bell } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx, useOperation } from '#platform/ui/index.ts'
import { countUnread, MOST_COUNTED } from '../unread-contract.ts'

/** How many the signed-in member has not read. */
export function useUnread(): number {
  return useOperation(countUnread, {}).data?.unread ?? 0
}

const shown = (unread: number) => (unread >= MOST_COUNTED ? `${MOST_COUNTED - 1}+` : String(unread))

/** The bell with its count. */
export function BellIcon({ unread, className }: { unread: number; className?: string }) {
  return (
    <span className="relative inline-flex">
      <Bell aria-hidden className={className} strokeWidth={1.75} />
      {unread > 0 && (
        <span
          aria-hidden
          className="num absolute -top-1.5 left-2 min-w-3.5 rounded-full bg-accent-fill px-1 text-center text-[10px] leading-3.5 font-semibold text-on-accent"
        >
          {shown(unread)}
        </span>
      )}
    </span>
  )
}

/** What the bell says to readers of the screen. */
export const bellLabel = (unread: number) =>
  unread === 0 ? 'Notifications' : `Notifications, ${shown(unread)} unread`

/** The button in the shell. Stands still until its panel is there. */
export function BellFace({ className, ...rest }: ComponentProps<'button'>) {
  const unread = useUnread()
  return (
    <button
      type="button"
      aria-label={bellLabel(unread)}
      className={cx(
        'flex size-8 shrink-0 items-center justify-center rounded-md text-ink-2 hover:bg-hover hover:text-ink data-popup-open:bg-hover touch:size-11',
        className,
      )}
      {...rest}
    >
      <BellIcon unread={unread} className="size-4" />
    </button>
  )
}
