import { useEffect, useRef } from 'react'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

export interface ShortcutActions {
  openPalette: () => void
  openHelp: () => void
  /** second key after `g` */
  goTo: (key: string) => boolean
}

/** Keys that work on every page: Ctrl K, `/`, `?`, and `g` followed by the key of an area within a second. */
export function useShortcuts(actions: ShortcutActions): void {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    let goPressedAt = 0
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        latest.current.openPalette()
        return
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      if (
        document.querySelector(
          '[role="dialog"][data-open], [role="menu"][data-open], [role="listbox"][data-open]',
        )
      )
        return
      if (event.key === '/') {
        event.preventDefault()
        const field = document.querySelector<HTMLInputElement>('[data-page-search]')
        if (field) field.focus()
        else latest.current.openPalette()
      } else if (event.key === '?') {
        event.preventDefault()
        latest.current.openHelp()
      } else if (Date.now() - goPressedAt < 1_000 && latest.current.goTo(event.key)) {
        event.preventDefault()
        goPressedAt = 0
      } else {
        goPressedAt = event.key === 'g' ? Date.now() : 0
      }
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
