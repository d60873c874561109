import type { ReactNode } from 'react'
import { Section } from '#platform/ui/index.ts'

/** The present of everything shown here, so that pictures of it stay the same. */
export const NOW = Date.UTC(2026, 10, 22, 9, 30)

/** One part of the design system with its states. */
export function Specimen({
  title,
  children,
  wide = false,
}: {
  title: string
  children: ReactNode
  wide?: boolean
}) {
  return (
    <Section title={title} className={wide ? 'lg:col-span-2' : undefined}>
      <div className="flex flex-col gap-4">{children}</div>
    </Section>
  )
}

export function Row({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {label && <p className="text-xs text-ink-3">{label}</p>}
      <div className="flex min-w-0 flex-wrap items-center gap-3">{children}</div>
    </div>
  )
}
