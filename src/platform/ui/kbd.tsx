import type { ReactNode } from 'react'

/** A key of the keyboard: `<Kbd>Ctrl K</Kbd>`. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border border-line-strong bg-sunken px-1 font-sans text-2xs text-ink-2">
      {children}
    </kbd>
  )
}
