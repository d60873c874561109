import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { toast } from '#platform/ui/index.ts'

/** What the server sends over the stream. */
interface Message {
  kind: 'hello' | 'notification' | 'changed'
  what?: string
  notification?: { title: string; detail: string; urgent: boolean }
}

const STREAM = '/api/notifications/stream'
const LOCK = 'accord-live'
/** Refused for good, such as by too many pages: later, not at once. */
const AGAIN_AFTER_MS = 30_000

/**
 * Keeps what is on screen up to date: one stream for all tabs of a browser, held by one of them and passed on to the others, so
 * that many tabs do not use up the few connections a browser opens to one host.
 */
export default function Stream(): null {
  const client = useQueryClient()
  useEffect(() => {
    const stop = new AbortController()
    const channel = new BroadcastChannel(LOCK)
    const isOurs = (queryKey: readonly unknown[], prefix: string) => String(queryKey[0]).startsWith(prefix)
    const refresh = (prefix: string) =>
      void client.invalidateQueries({ predicate: ({ queryKey }) => isOurs(queryKey, prefix) })
    const take = (message: Message) => {
      // `handoffs` are what the operations `handoff.…` read
      if (message.kind === 'changed' && message.what) return refresh(`${message.what.replace(/s$/, '')}.`)
      refresh('notification.')
      if (message.notification?.urgent && document.visibilityState === 'visible')
        toast({
          tone: 'info',
          title: message.notification.title,
          description: message.notification.detail,
        })
    }
    channel.onmessage = ({ data }: MessageEvent<Message>) => take(data)
    // what another tab heard of while this one was loading
    refresh('notification.')
    void holdStream(stop.signal, (message) => {
      channel.postMessage(message)
      take(message)
    })
    return () => {
      stop.abort()
      channel.close()
    }
  }, [client])
  return null
}

/** Waits until no other tab holds the stream, then holds it until told to stop. */
async function holdStream(signal: AbortSignal, take: (message: Message) => void): Promise<void> {
  const hold = () => new Promise<void>((done) => openStream(signal, take, done))
  try {
    // without a secure origin there are no locks; each tab then has a stream of its own
    if (navigator.locks) await navigator.locks.request(LOCK, { signal }, hold)
    else await hold()
  } catch {
    // the page went away while it waited
  }
}

function openStream(signal: AbortSignal, take: (message: Message) => void, done: () => void): void {
  let source: EventSource | undefined
  let timer: number | undefined
  const open = () => {
    source = new EventSource(STREAM)
    source.onmessage = ({ data }: MessageEvent<string>) => take(JSON.parse(data) as Message)
    source.onerror = () => {
      // otherwise the browser connects again by itself
      if (source?.readyState === EventSource.CLOSED) timer = window.setTimeout(open, AGAIN_AFTER_MS)
    }
  }
  signal.addEventListener('abort', () => {
    source?.close()
    clearTimeout(timer)
    done()
  })
  if (signal.aborted) done()
  else open()
}
