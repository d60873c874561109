import { PageTabs } from '#platform/ui/index.ts'

const PLACES = [
  { href: '/handoffs', label: 'Inbox' },
  { href: '/handoffs/team', label: 'Team' },
  { href: '/handoffs/campaigns', label: 'Campaigns' },
  { href: '/handoffs/disputes', label: 'Disputes' },
] as const

/** The pages of the area, side by side. */
export function AreaTabs({ here }: { here: (typeof PLACES)[number]['href'] }) {
  return <PageTabs label="Hand-off pages" places={PLACES} here={here} />
}
