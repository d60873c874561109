import { useRef, useState } from 'react'
import { Checkbox } from '#platform/ui/index.ts'

export interface Picked {
  ids: string[]
  has(id: string): boolean
  /** `range` takes everything since the last one, as with the shift key in a file list */
  toggle(id: string, range: boolean): void
  set(ids: readonly string[]): void
  clear(): void
  /** unticks what was dealt with; what was ticked meanwhile stays */
  drop(done: readonly string[]): void
}

/** Rows of a list that something is to be done with at once; those that left the list are forgotten. */
export function usePicked(listed: readonly string[]): Picked {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const last = useRef<string | null>(null)
  const ids = listed.filter((id) => chosen.has(id))
  return {
    ids,
    has: (id) => chosen.has(id),
    toggle: (id, range) => {
      const next = new Set(chosen)
      const from = range && last.current !== null ? listed.indexOf(last.current) : -1
      const to = listed.indexOf(id)
      const on = !chosen.has(id)
      const touched = from < 0 ? [id] : listed.slice(Math.min(from, to), Math.max(from, to) + 1)
      for (const one of touched) {
        if (on) next.add(one)
        else next.delete(one)
      }
      last.current = id
      setChosen(next)
    },
    set: (all) => setChosen(new Set(all)),
    clear: () => setChosen(new Set()),
    drop: (done) => setChosen((now) => new Set([...now].filter((id) => !done.includes(id)))),
  }
}

/** The box of one row. */
export function PickCell({ picked, id, label }: { picked: Picked; id: string; label: string }) {
  const shift = useRef(false)
  return (
    <span
      className="inline-flex"
      onPointerDownCapture={(event) => {
        shift.current = event.shiftKey
      }}
      onKeyDownCapture={(event) => {
        shift.current = event.shiftKey
      }}
    >
      <Checkbox
        label={`Choose ${label}`}
        labelHidden
        checked={picked.has(id)}
        onChange={() => picked.toggle(id, shift.current)}
      />
    </span>
  )
}

/** The box above the list: all that are loaded, at most as many as one call takes. */
export function PickHead({ picked, all, most }: { picked: Picked; all: readonly string[]; most: number }) {
  const some = picked.ids.length > 0
  const whole = some && picked.ids.length === Math.min(all.length, most)
  return (
    <Checkbox
      label={some ? `${picked.ids.length} chosen` : 'Choose all'}
      checked={whole}
      indeterminate={some && !whole}
      onChange={() => (some ? picked.clear() : picked.set(all.slice(0, most)))}
    />
  )
}
