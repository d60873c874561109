import { Hand } from 'lucide-react'
import { memo } from 'react'
import { Anchor, cx } from '#platform/ui/index.ts'
import { type HandOffItem, isOpen } from './data.ts'
import { Due, WITHHELD } from './due.tsx'
import { STATE_WORDS } from './words.ts'

export const ROW_HEIGHT = 64

interface RowProps {
  item: HandOffItem
  chosen: boolean
  /** whose it is matters where not everything is one's own */
  withSeller: boolean
  href: string
  /** the same function at every time */
  onOpen: (id: string) => void
}

/** One hand-off in two lines: who and when it is due, why now and how good. */
function Row({ item, chosen, withSeller, href, onOpen }: RowProps) {
  const isNew = item.state === 'offered'
  return (
    <Anchor
      href={href}
      aria-current={chosen ? 'true' : undefined}
      data-hand-off={item.id}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return
        event.preventDefault()
        onOpen(item.id)
      }}
      className={cx(
        'flex h-full flex-col justify-center gap-0.5 border-b border-l-2 pr-3 pl-2.5 -outline-offset-2',
        chosen ? 'border-l-accent bg-hover' : 'border-l-transparent hover:bg-hover',
      )}
    >
      <span className="flex items-center gap-2">
        <span
          aria-hidden
          className={cx('size-1.5 shrink-0 rounded-full', isNew ? 'bg-accent-fill' : 'bg-transparent')}
        />
        <span className={cx('truncate', isNew ? 'font-semibold' : 'font-medium')}>{item.personName}</span>
        {item.handRaise && (
          <span
            title="Asked for a demo or a conversation"
            className="inline-flex shrink-0 items-center rounded-sm bg-marketing-soft p-0.5 text-marketing"
          >
            <Hand aria-hidden className="size-3" strokeWidth={2} />
            <span className="sr-only">Raised a hand</span>
          </span>
        )}
        <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{item.accountName}</span>
        {isOpen(item) ? <Due item={item} /> : <State item={item} />}
      </span>
      <span className="flex items-center gap-2 pl-3.5 text-xs text-ink-3">
        <span className="min-w-0 flex-1 truncate">{item.why}</span>
        {withSeller && (
          <span
            className={cx('max-w-28 shrink-0 truncate', isNobodys(item) && 'text-warn')}
            title={item.sellerWithheld ? WITHHELD : undefined}
          >
            {item.sellerName ?? (item.sellerWithheld ? 'Assigned' : 'Nobody')}
          </span>
        )}
        <span className="num shrink-0 font-medium text-ink-2" title={`Grade ${item.grade}`}>
          {item.grade}
        </span>
      </span>
      {isNew && <span className="sr-only">Not answered yet</span>}
    </Anchor>
  )
}

const isNobodys = ({ sellerName, sellerWithheld }: HandOffItem) => sellerName === null && !sellerWithheld

function State({ item }: { item: HandOffItem }) {
  const { name } = STATE_WORDS[item.state]
  return (
    <span className="shrink-0 text-xs text-ink-3">{item.reason ? `${name}: ${item.reason.name}` : name}</span>
  )
}

export const InboxRow = memo(Row)
