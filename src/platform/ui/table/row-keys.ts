import { type KeyboardEvent, type RefObject, useEffect } from 'react'

interface RowKeys {
  count: number
  scrollTo: (index: number) => void
  open: (index: number) => void
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

function focusRow(body: HTMLElement, index: number, scrollTo: (index: number) => void, tries = 5): void {
  const row = body.querySelector<HTMLElement>(`tr[data-row="${index}"]`)
  if (row) {
    row.focus()
    row.scrollIntoView({ block: 'nearest' })
  } else if (tries > 0) {
    scrollTo(index)
    requestAnimationFrame(() => focusRow(body, index, scrollTo, tries - 1))
  }
}

/** j and k (or the arrows) walk the rows, Home and End jump, Enter opens. j also works while nothing is focused. */
export function useRowKeys(
  body: RefObject<HTMLTableSectionElement | null>,
  { count, scrollTo, open }: RowKeys,
) {
  useEffect(() => {
    const start = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'j' || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return
      if (document.activeElement?.closest('[role="dialog"], tbody') || !body.current || count === 0) return
      event.preventDefault()
      focusRow(body.current, 0, scrollTo)
    }
    window.addEventListener('keydown', start)
    return () => window.removeEventListener('keydown', start)
  }, [body, count, scrollTo])

  return (event: KeyboardEvent<HTMLTableSectionElement>) => {
    if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey) return
    const row = (event.target as Element).closest<HTMLElement>('tr[data-row]')
    if (!row || !body.current) return
    const index = Number(row.dataset.row)
    const targets: Record<string, number> = {
      j: index + 1,
      ArrowDown: index + 1,
      k: index - 1,
      ArrowUp: index - 1,
      Home: 0,
      End: count - 1,
    }
    if (event.key === 'Enter' && event.target === row) {
      event.preventDefault()
      open(index)
    } else if (event.key in targets) {
      event.preventDefault()
      focusRow(body.current, Math.min(count - 1, Math.max(0, targets[event.key]!)), scrollTo)
    }
  }
}
