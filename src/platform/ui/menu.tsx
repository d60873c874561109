import { Menu as Base } from '@base-ui/react/menu'
import { Check, type LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx.ts'
import { useGo } from './link.tsx'

export type MenuEntry =
  | {
      kind?: 'item'
      label: ReactNode
      icon?: LucideIcon
      onSelect?: () => void
      href?: string
      hint?: ReactNode
      danger?: boolean
      disabled?: boolean
      checked?: boolean
    }
  | { kind: 'separator' }
  | { kind: 'heading'; label: ReactNode }

export interface MenuProps {
  /** a Button or IconButton */
  trigger: ReactElement<Record<string, unknown>>
  entries: readonly MenuEntry[]
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'right'
}

function Entry({ entry }: { entry: MenuEntry }) {
  const go = useGo()
  if (entry.kind === 'separator') return <Base.Separator className="my-1 border-t" />
  if (entry.kind === 'heading')
    return <div className="px-2 pt-2 pb-1 text-2xs font-medium text-ink-3">{entry.label}</div>
  const { label, icon: Icon, onSelect, href, hint, danger, disabled, checked } = entry
  return (
    <Base.Item
      disabled={disabled ?? false}
      onClick={() => (href ? go(href) : onSelect?.())}
      className={cx('option', danger && 'text-bad')}
    >
      {Icon && <Icon aria-hidden className={cx('size-4', !danger && 'text-ink-3')} strokeWidth={1.75} />}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {hint && <span className="text-xs text-ink-3 touch:hidden">{hint}</span>}
      {checked && <Check aria-hidden className="size-3.5 text-accent" />}
      {checked && <span className="sr-only">selected</span>}
    </Base.Item>
  )
}

/** A list of actions behind a button. */
export function Menu({ trigger, entries, align = 'end', side = 'bottom' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} className="z-50">
          <Base.Popup className="pop max-h-(--available-height) min-w-44 max-w-80 overflow-y-auto p-1">
            {entries.map((entry, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity of their own and keep their order
              <Entry key={index} entry={entry} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
