import { useSyncExternalStore } from 'react'

/** The present instant for everything that counts down on a page: one timer, whatever the number of clocks. */

const MINUTE = 60_000
const watchers = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function tick(): void {
  if (document.visibilityState !== 'visible') return
  now = Date.now()
  for (const watcher of watchers) watcher()
}

function watch(watcher: () => void): () => void {
  if (watchers.size === 0) {
    now = Date.now()
    timer = setInterval(tick, MINUTE)
    document.addEventListener('visibilitychange', tick)
  }
  watchers.add(watcher)
  return () => {
    watchers.delete(watcher)
    if (watchers.size > 0) return
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tick)
  }
}

/** Epoch milliseconds, renewed once a minute and when the page comes into sight again. */
export const useMinute = (): number => useSyncExternalStore(watch, () => now)
