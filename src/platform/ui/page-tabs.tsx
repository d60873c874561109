import { cx } from './cx.ts'
import { Anchor } from './link.tsx'

/** The pages of one area, side by side. */
export function PageTabs<Href extends string>({
  label,
  places,
  here,
  className,
}: {
  label: string
  places: readonly { href: Href; label: string }[]
  here: Href
  className?: string
}) {
  return (
    <nav aria-label={label} className={cx('no-print flex gap-0.5 overflow-x-auto', className)}>
      {places.map((place) => (
        <Anchor
          key={place.href}
          href={place.href}
          aria-current={place.href === here ? 'page' : undefined}
          className={cx(
            'flex h-7 shrink-0 items-center rounded-md px-2 text-xs touch:h-10',
            place.href === here
              ? 'bg-hover font-medium text-ink'
              : 'text-ink-2 hover:bg-hover hover:text-ink',
          )}
        >
          {place.label}
        </Anchor>
      ))}
    </nav>
  )
}
