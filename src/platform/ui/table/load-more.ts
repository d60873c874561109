import { type RefObject, useEffect } from 'react'

/** Asks for more when less than a screen is left below, in the scrolled area or on the page. */
export function useLoadMore(
  scroller: RefObject<HTMLElement | null>,
  { enabled, load }: { enabled: boolean; load: (() => void) | undefined },
) {
  useEffect(() => {
    const area = scroller.current
    if (!enabled || !load || !area) return
    const check = () => {
      const inner = area.scrollHeight > area.clientHeight + 1
      const left = inner
        ? area.scrollHeight - area.scrollTop - area.clientHeight
        : area.getBoundingClientRect().bottom - window.innerHeight
      if (left < 600) load()
    }
    check()
    document.addEventListener('scroll', check, { capture: true, passive: true })
    return () => document.removeEventListener('scroll', check, { capture: true })
  }, [scroller, enabled, load])
}
