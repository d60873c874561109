import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { backdrop, CloseButton, type DialogProps } from './dialog.tsx'

/** A panel at the right edge (the whole screen on a phone): details beside the list they belong to. */
export function Drawer({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  size = 'md',
  footer,
  children,
  side = 'right',
}: DialogProps & { side?: 'left' | 'right'; children?: ReactNode }) {
  const widths = { sm: 'sm:max-w-xs', md: 'sm:max-w-lg', lg: 'sm:max-w-3xl' }
  return (
    <Base.Root {...(open === undefined ? {} : { open })} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Popup
          className={cx(
            'fixed inset-y-0 z-50 flex w-full flex-col border-line-strong bg-raised shadow-pop outline-none transition duration-200 ease-out',
            side === 'right'
              ? 'right-0 data-ending-style:translate-x-full data-starting-style:translate-x-full sm:border-l'
              : 'left-0 max-w-72 border-r data-ending-style:-translate-x-full data-starting-style:-translate-x-full',
            widths[size],
          )}
        >
          <div className="flex items-start justify-between gap-4 border-b px-5 py-3">
            <div className="min-w-0">
              <Base.Title className="text-base font-semibold">{title}</Base.Title>
              {description && <Base.Description className="text-ink-2">{description}</Base.Description>}
            </div>
            <CloseButton />
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          {footer && <div className="flex justify-end gap-2 border-t px-5 py-3">{footer}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
