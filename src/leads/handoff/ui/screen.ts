import { type RefObject, useLayoutEffect, useState, useSyncExternalStore } from 'react'

const narrow = typeof matchMedia === 'undefined' ? null : matchMedia('(width < 64rem)')

/** Whether list and record do not fit beside each other. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      narrow?.addEventListener('change', changed)
      return () => narrow?.removeEventListener('change', changed)
    },
    () => narrow?.matches ?? false,
    () => false,
  )
}

/** Height from where an element begins to the foot of the screen, notices above and the bar of a phone left out. */
export function useRestOfScreen(element: RefObject<HTMLElement | null>): string {
  const [taken, setTaken] = useState(0)
  useLayoutEffect(() => {
    const main = document.getElementById('main')
    if (!main) return
    const measure = () => {
      const top = element.current?.getBoundingClientRect().top ?? 0
      const foot = Number.parseFloat(getComputedStyle(main).paddingBottom) || 0
      setTaken(Math.max(0, Math.round(top + window.scrollY + foot)))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(main)
    for (const child of main.children) observer.observe(child)
    return () => observer.disconnect()
  }, [element])
  return `calc(100dvh - ${taken}px)`
}
