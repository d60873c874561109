import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { Kbd } from './kbd.tsx'

/** One provider around the app: after the first tooltip the next opens at once. */
export const TooltipProvider = Base.Provider

/** A short name or hint on hover and focus. Never the only place of a necessary piece of information. */
export function Tooltip({
  content,
  shortcut,
  side = 'top',
  children,
}: {
  content: ReactNode
  shortcut?: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** one element that takes a ref and props */
  children: ReactElement<Record<string, unknown>>
}) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-50">
          <Base.Popup className="pop flex max-w-72 items-center gap-2 px-2 py-1 text-xs text-ink">
            {content}
            {shortcut && <Kbd>{shortcut}</Kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
