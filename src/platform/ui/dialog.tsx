import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Button } from './button.tsx'
import { cx } from './cx.ts'

export interface DialogProps {
  title: ReactNode
  description?: ReactNode
  /** opens it; leave out and use `open` to open it from code */
  trigger?: ReactElement<Record<string, unknown>>
  open?: boolean
  onOpenChange?: (open: boolean) => void
  size?: 'sm' | 'md' | 'lg'
  /** buttons at the foot, the main one last */
  footer?: ReactNode
  children?: ReactNode
}

export const backdrop =
  'fixed inset-0 z-40 bg-[var(--scrim)] transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0'

const SIZES = { sm: 'sm:max-w-sm', md: 'sm:max-w-lg', lg: 'sm:max-w-3xl' }

export function CloseButton() {
  return (
    <Base.Close
      aria-label="Close"
      className="-mr-1.5 rounded-md p-1.5 text-ink-3 hover:bg-hover hover:text-ink"
    >
      <X aria-hidden className="size-4" />
    </Base.Close>
  )
}

/** A question or a short form that must be answered before going on. On a phone it rises from the bottom. */
export function Dialog({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  size = 'md',
  footer,
  children,
}: DialogProps) {
  return (
    <Base.Root {...(open === undefined ? {} : { open })} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Popup
          className={cx(
            'fixed z-50 flex max-h-[85dvh] w-full flex-col border border-line-strong bg-raised shadow-pop outline-none',
            'inset-x-0 bottom-0 rounded-t-xl sm:inset-auto sm:top-[12vh] sm:left-1/2 sm:-translate-x-1/2 sm:rounded-xl',
            'transition duration-150 ease-out data-ending-style:opacity-0 data-starting-style:opacity-0 sm:data-starting-style:scale-[0.98]',
            SIZES[size],
          )}
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-4">
            <Base.Title className="text-base font-semibold">{title}</Base.Title>
            <CloseButton />
          </div>
          <div className="min-h-0 overflow-y-auto px-5 pt-1 pb-5">
            {description && <Base.Description className="mb-4 text-ink-2">{description}</Base.Description>}
            {children}
          </div>
          {footer && <div className="flex justify-end gap-2 border-t px-5 py-3">{footer}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** Asks once more before something that is hard to take back. Prefer an undo where there can be one. */
export function ConfirmDialog(props: {
  title: ReactNode
  description: ReactNode
  confirm: string
  danger?: boolean
  busy?: boolean
  trigger?: ReactElement<Record<string, unknown>>
  open?: boolean
  onOpenChange?: (open: boolean) => void
  onConfirm: () => void
}) {
  const { confirm, danger = false, busy = false, onConfirm, ...rest } = props
  return (
    <Dialog
      size="sm"
      {...rest}
      footer={
        <>
          <Base.Close render={<Button>Cancel</Button>} />
          <Base.Close
            render={
              <Button variant={danger ? 'danger' : 'primary'} busy={busy} onClick={onConfirm}>
                {confirm}
              </Button>
            }
          />
        </>
      }
    />
  )
}
