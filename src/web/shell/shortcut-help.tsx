import { Dialog, Kbd } from '#platform/ui/index.ts'
import type { Area } from '../navigation.ts'
import { usePathname } from './sidebar.tsx'

function Keys({ rows }: { rows: readonly { keys: readonly string[]; does: string }[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] content-start items-center gap-x-4 gap-y-1.5">
      {rows.map(({ keys, does }) => (
        <div key={does} className="contents">
          <dt className="flex justify-end gap-1">
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dt>
          <dd className="text-ink-2">{does}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Keys of single pages, by their address. */
const PAGE_KEYS = [
  {
    name: 'Hand-offs',
    on: /^\/handoffs$/,
    rows: [
      { keys: ['a'], does: 'Accept' },
      { keys: ['l'], does: 'Log an attempt' },
      { keys: ['r'], does: 'Reject, then a digit for the reason' },
      { keys: ['s'], does: 'Wait for the customer' },
      { keys: ['o'], does: 'Convert to an opportunity' },
      { keys: ['y'], does: 'Recycle' },
      { keys: ['x'], does: 'Disqualify' },
      { keys: ['u'], does: 'Take back what was done last' },
    ],
  },
  { name: 'Lead', on: /^\/leads\/./, rows: [{ keys: ['l'], does: 'Log an activity' }] },
]

/** Every key that does something. */
export default function ShortcutHelp({ onClose, areas }: { onClose: () => void; areas: readonly Area[] }) {
  const pathname = usePathname()
  const page = PAGE_KEYS.find(({ on }) => on.test(pathname))
  return (
    <Dialog title="Keyboard shortcuts" open onOpenChange={(open) => !open && onClose()}>
      {page && (
        <section aria-label={page.name} className="mb-5 border-b pt-2 pb-5">
          <h2 className="mb-2 text-xs font-medium text-ink-3">{page.name}</h2>
          <Keys rows={page.rows} />
        </section>
      )}
      <div className="grid gap-6 pt-2 sm:grid-cols-2">
        <Keys
          rows={[
            { keys: ['Ctrl', 'K'], does: 'Find anything' },
            { keys: ['/'], does: 'Search on this page' },
            { keys: ['j'], does: 'Next row' },
            { keys: ['k'], does: 'Previous row' },
            { keys: ['Enter'], does: 'Open the row' },
            { keys: ['Esc'], does: 'Close' },
            { keys: ['?'], does: 'This list' },
          ]}
        />
        <Keys rows={areas.map(({ key, label }) => ({ keys: ['g', key], does: label }))} />
      </div>
    </Dialog>
  )
}
