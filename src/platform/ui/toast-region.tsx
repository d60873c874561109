import { Toast as Base } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import { cx } from './cx.ts'
import type { ToastOptions } from './toast.ts'

const manager = Base.createToastManager()

/** Adds a toast to the region. */
export function show({ id: replaces, title, description, tone = 'good', undo }: ToastOptions): void {
  const id: string = manager.add({
    ...(replaces && { id: replaces }),
    title,
    description,
    type: tone,
    timeout: undo ? 10_000 : tone === 'bad' ? 8_000 : 4_000,
    priority: tone === 'bad' ? 'high' : 'low',
    // said even when there is none: what a toast of the same id offered before must not stay
    actionProps: undo && {
      children: 'Undo',
      onClick: () => {
        manager.close(id)
        void undo()
      },
    },
  })
}

const ICONS = { good: CircleCheck, bad: CircleAlert, info: Info }
const TONES = { good: 'text-good', bad: 'text-bad', info: 'text-accent' }

function List() {
  const { toasts } = Base.useToastManager()
  return toasts.map((item) => {
    const tone = (item.type ?? 'info') as keyof typeof ICONS
    const Icon = ICONS[tone] ?? Info
    return (
      <Base.Root
        key={item.id}
        toast={item}
        swipeDirection={['right', 'down']}
        className="pop flex items-start gap-2.5 p-3 pr-2 data-limited:hidden"
      >
        <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', TONES[tone])} />
        <div className="min-w-0 flex-1">
          <Base.Title className="font-medium" />
          <Base.Description className="text-xs text-ink-2" />
        </div>
        <Base.Action className="rounded-md px-2 py-0.5 text-xs font-medium text-accent hover:bg-accent-soft" />
        <Base.Close aria-label="Dismiss" className="rounded-md p-1 text-ink-3 hover:bg-hover hover:text-ink">
          <X aria-hidden className="size-3.5" />
        </Base.Close>
      </Base.Root>
    )
  })
}

/** Where toasts appear, above what a thumb reaches for at the foot; once, at the root of the app. */
export default function ToastRegion() {
  return (
    <Base.Provider toastManager={manager} limit={3}>
      <Base.Portal>
        <Base.Viewport className="no-print fixed right-4 bottom-4 left-4 z-60 flex flex-col gap-2 max-lg:bottom-18 max-lg:in-[body:has([data-foot-bar])]:bottom-34 sm:left-auto sm:w-90">
          <List />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}
