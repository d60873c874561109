import { useEffect, useState } from 'react'
import { formatDay, formatExact, formatRelative } from './format.ts'

/** The present instant, renewed each minute while the page is looked at. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && setNow(Date.now()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** `2 hours ago`, with the exact instant as title. `now` fixes it, for pictures and tests. */
export function RelativeTime({ at, now }: { at: number | null; now?: number }) {
  const live = useNow()
  if (at === null) return <span className="text-ink-3">never</span>
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at)} className="num whitespace-nowrap">
      {formatRelative(at, now ?? live)}
    </time>
  )
}

/** A calendar day, `2026-11-22`. */
export function Day({ day }: { day: string | null }) {
  if (day === null) return <span className="text-ink-3">–</span>
  return (
    <time dateTime={day} className="num whitespace-nowrap">
      {formatDay(day)}
    </time>
  )
}
