import { useEffect, useRef } from 'react'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

const OVERLAYS = '[role="dialog"][data-open], [role="menu"][data-open], [role="listbox"][data-open]'

/** Keys of the page while nothing is typed and nothing is open above it. A key after `g` belongs to the frame. */
export function usePageKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    let goPressedAt = 0
    const onKeyDown = (event: KeyboardEvent) => {
      const after = Date.now() - goPressedAt < 1_000
      goPressedAt = event.key === 'g' ? Date.now() : 0
      if (after || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return
      if (isTyping(event.target) || document.querySelector(OVERLAYS)) return
      const act = latest.current[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
