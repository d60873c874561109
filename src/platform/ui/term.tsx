import { Tooltip } from '@base-ui/react/tooltip'
import { createContext, type ReactElement, type ReactNode, useContext, useState } from 'react'

export interface LexiconEntry {
  name: string
  definition: string
  /** team that owns the term */
  owner?: string
  /** page that explains it in full */
  href?: string
}

const Lexicon = createContext<Readonly<Record<string, LexiconEntry>>>({})

/** Gives every Term below it the words of the agreement in force, by key. */
export function LexiconProvider({
  terms,
  children,
}: {
  terms: Readonly<Record<string, LexiconEntry>>
  children: ReactNode
}) {
  return <Lexicon.Provider value={terms}>{children}</Lexicon.Provider>
}

/** The entry of a term, or `undefined` when the lexicon does not have it. */
export function useTerm(key: string | undefined): LexiconEntry | undefined {
  const terms = useContext(Lexicon)
  return key === undefined ? undefined : terms[key]
}

/** The definition, above everything else. */
function Definition({ entry }: { entry: LexiconEntry }) {
  return (
    <Tooltip.Portal>
      <Tooltip.Positioner sideOffset={6} collisionPadding={8} className="z-60">
        <Tooltip.Popup className="pop max-w-80 px-3 py-2 text-left text-xs font-normal text-ink-2">
          <span className="mb-0.5 block font-semibold text-ink">{entry.name}</span>
          {entry.definition}
          {entry.owner && <span className="mt-1 block text-ink-3">Owned by {entry.owner}</span>}
        </Tooltip.Popup>
      </Tooltip.Positioner>
    </Tooltip.Portal>
  )
}

/** Puts the definition of a term on an element that can be focused already: a header button, a link. */
export function TermTip({
  term,
  children,
}: {
  term: string | undefined
  children: ReactElement<Record<string, unknown>>
}) {
  const entry = useTerm(term)
  const [open, setOpen] = useState(false)
  if (!entry) return children
  return (
    <Tooltip.Root open={open} onOpenChange={(next) => setOpen(next)}>
      <Tooltip.Trigger render={children} aria-description={entry.definition} />
      <Definition entry={entry} />
    </Tooltip.Root>
  )
}

/**
 * A word of the lexicon with its definition on hover, focus and tap. Not inside a link or button: use TermTip there.
 *
 * @example <Term k="mql" />, <Term k="win_rate">how often we win</Term>
 */
export function Term({ k, children }: { k: string; children?: ReactNode }) {
  const entry = useTerm(k)
  const [open, setOpen] = useState(false)
  if (!entry) return <>{children ?? k}</>
  return (
    <Tooltip.Root open={open} onOpenChange={(next) => setOpen(next)}>
      <Tooltip.Trigger
        aria-description={entry.definition}
        onClick={() => setOpen(true)}
        className="cursor-help rounded-sm text-left font-[inherit] underline decoration-ink-3/50 decoration-dotted underline-offset-[3px] hover:decoration-ink-2"
      >
        {children ?? entry.name}
      </Tooltip.Trigger>
      <Definition entry={entry} />
    </Tooltip.Root>
  )
}
