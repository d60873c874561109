import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { refreshHandOffs } from './use-work.ts'

const EVERY = 30_000

/** Keeps hand-offs on screen up to date: asked anew every half minute while the page is looked at, and when one comes back to it. */
export function useLiveHandOffs(): void {
  const client = useQueryClient()
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') void refreshHandOffs(client)
    }
    const timer = setInterval(refresh, EVERY)
    document.addEventListener('visibilitychange', refresh)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', refresh)
    }
  }, [client])
}
