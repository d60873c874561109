import { Dialog } from '@base-ui/react/dialog'
import { Command } from 'cmdk'
import { Building2, Handshake, type LucideIcon, Megaphone, Search, User } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import { Kbd, useGo, useOperation, useRested } from '#platform/ui/index.ts'
import { findRecords, type SearchHit } from '#records/search/contract.ts'
import type { Area, Place } from '../navigation.ts'
import { PLACES } from '../places.ts'

type Hit = z.output<typeof SearchHit>

const KINDS: Record<Hit['kind'], { icon: LucideIcon; area: string; name: string }> = {
  person: { icon: User, area: '/leads', name: 'Person' },
  account: { icon: Building2, area: '/accounts', name: 'Account' },
  opportunity: { icon: Handshake, area: '/opportunities', name: 'Opportunity' },
  campaign: { icon: Megaphone, area: '/campaigns', name: 'Campaign' },
}

const group =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3'
const item = 'option data-[selected=true]:bg-hover'

export interface PaletteAction {
  label: string
  icon: LucideIcon
  run: () => void
}

/** Finds people, accounts, opportunities, campaigns, pages and actions from one field. */
export default function Palette(props: {
  open: boolean
  onOpenChange: (open: boolean) => void
  areas: readonly Area[]
  /** pages inside an area; listed once something is typed */
  /** whether the reader may open a page */
  isOpen: (place: Place) => boolean
  actions: readonly PaletteAction[]
}) {
  const { open, onOpenChange } = props
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[var(--scrim)] transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup className="fixed inset-x-2 top-2 z-50 overflow-hidden rounded-xl border border-line-strong bg-raised shadow-pop outline-none transition duration-100 data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0 sm:inset-x-auto sm:top-[14vh] sm:left-1/2 sm:w-[36rem] sm:-translate-x-1/2">
          <Dialog.Title className="sr-only">Find anything</Dialog.Title>
          <Content {...props} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Content({ areas, isOpen, actions, onOpenChange }: Parameters<typeof Palette>[0]) {
  const go = useGo()
  const [text, setText] = useState('')
  const query = useRested(text.trim(), 120)
  const found = useOperation(findRecords, { query, limit: 8 }, { enabled: query.length > 1 })
  const wanted = text.trim().toLowerCase()
  const fits = (label: string) => label.toLowerCase().includes(wanted)
  const pages: (Place & { key?: string })[] = [
    ...areas.filter((area) => fits(area.label)),
    ...(wanted ? PLACES.filter((place) => isOpen(place) && fits(place.label)) : []),
  ]
  const doable = actions.filter((action) => fits(action.label))
  const hits = query.length > 1 ? (found.data?.items ?? []) : []
  const close = (then: () => void) => {
    onOpenChange(false)
    then()
  }
  return (
    <Command
      shouldFilter={false}
      loop
      label="Find anything"
      className="flex max-h-[min(28rem,80dvh)] flex-col"
    >
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="Find people, accounts, pages"
          className="h-11 w-full bg-transparent text-base outline-none touch:text-[16px]"
        />
        <Kbd>Esc</Kbd>
      </div>
      <Command.List className="min-h-0 flex-1 overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-ink-3">
          {found.isFetching
            ? 'Looking'
            : found.error
              ? 'The search does not answer. Try again.'
              : 'Nothing found. Try a name, an address or a domain.'}
        </Command.Empty>
        {hits.length > 0 && (
          <Command.Group heading="Records" className={group}>
            {hits.map((hit) => {
              const kind = KINDS[hit.kind]
              return (
                <Command.Item
                  key={hit.id}
                  value={hit.id}
                  onSelect={() => close(() => go(`${kind.area}/${hit.id}`))}
                  className={item}
                >
                  <kind.icon aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
                  <span className="truncate">{hit.title}</span>
                  <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{hit.subtitle}</span>
                  <span className="text-xs text-ink-3">{kind.name}</span>
                </Command.Item>
              )
            })}
          </Command.Group>
        )}
        {pages.length > 0 && (
          <Command.Group heading="Go to" className={group}>
            {pages.map((area) => (
              <Command.Item
                key={area.href}
                value={area.href}
                onSelect={() => close(() => go(area.href))}
                className={item}
              >
                <area.icon aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
                <span className="flex-1">{area.label}</span>
                {area.key && (
                  <span className="flex gap-1">
                    <Kbd>g</Kbd>
                    <Kbd>{area.key}</Kbd>
                  </span>
                )}
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {doable.length > 0 && (
          <Command.Group heading="Do" className={group}>
            {doable.map((action) => (
              <Command.Item
                key={action.label}
                value={action.label}
                onSelect={() => close(action.run)}
                className={item}
              >
                <action.icon aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
                {action.label}
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command>
  )
}
