import { Anchor, cx } from '#platform/ui/index.ts'

const PLACES = [
  { href: '/handoffs', label: 'Inbox' },
  { href: '/handoffs/team', label: 'Team' },
  { href: '/handoffs/campaigns', label: 'Campaigns' },
  { href: '/handoffs/disputes', label: 'Disputes' },
] as const

/** The pages of the area, side by side. */
export function AreaTabs({ here }: { here: (typeof PLACES)[number]['href'] }) {
  return (
    <nav aria-label="Hand-off pages" className="no-print flex gap-0.5 overflow-x-auto">
      {PLACES.map(({ href, label }) => (
        <Anchor
          key={href}
          href={href}
          aria-current={href === here ? 'page' : undefined}
          className={cx(
            'flex h-7 shrink-0 items-center rounded-md px-2 text-xs touch:h-10',
            href === here ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
          )}
        >
          {label}
        </Anchor>
      ))}
    </nav>
  )
}
