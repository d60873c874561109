import type { Store } from './memory.ts'

interface Event {
  messageId: string
  [field: string]: unknown
}

const MOST = 50
/** Browsers take 64 kB at most along after a page is gone, of all its requests together. */
const MOST_BYTES = 50_000

const bytesOf = (text: string) => new Blob([text]).size

/**
 * Events on their way. They wait in the storage of the page until the server has answered for them, so that a lost connection, a busy
 * server or the next page loses none; what arrives twice is known by its id.
 */
export function createQueue(store: Store, address: string, writeKey: string) {
  let sending: Event[] = []
  let again: ReturnType<typeof setTimeout> | undefined
  let pause = 1_000

  const read = () => JSON.parse(store.get('queue') ?? '[]') as Event[]
  const write = (events: Event[]) => store.set('queue', JSON.stringify(events.slice(-MOST)))
  const without = (gone: Event[]) => {
    const ids = new Set(gone.map(({ messageId }) => messageId))
    return read().filter(({ messageId }) => !ids.has(messageId))
  }
  const bodyOf = (batch: Event[]) => JSON.stringify({ writeKey, batch, sentAt: new Date().toISOString() })

  /** The oldest of these that fit in one request; one that is too large alone goes alone. */
  function firstOf(events: Event[]): Event[] {
    let bytes = 0
    const over = events.findIndex((event) => {
      bytes += bytesOf(JSON.stringify(event))
      return bytes > MOST_BYTES
    })
    return over < 0 ? events : events.slice(0, Math.max(1, over))
  }

  function flush(): void {
    const batch = firstOf(read())
    if (sending.length > 0 || batch.length === 0) return
    sending = batch
    const body = bodyOf(batch)
    // Plain text asks no permission first, and keepalive lets the browser finish after the page is gone.
    const keepalive = bytesOf(body) < MOST_BYTES + 1_000
    // biome-ignore lint/style/noRestrictedGlobals: this file runs in the browser of a visitor
    fetch(address, { method: 'POST', body, keepalive, credentials: 'omit' })
      .then(async (response) => {
        const { status } = response
        // An answer that nobody reads counts on as being on its way, and the next request would not fit beside it.
        await response.text()
        if (status === 429 || status >= 500) throw status
        pause = 1_000
        write(without(batch))
        sending = []
        flush()
      })
      .catch(() => {
        sending = []
        clearTimeout(again)
        again = setTimeout(flush, pause)
        pause = Math.min(pause * 2, 60_000)
      })
  }

  addEventListener('online', flush)
  addEventListener('pagehide', () => {
    // Handed to the browser in case no page of this site follows. Whether it arrives is never told, so it is kept.
    const rest = firstOf(without(sending))
    if (navigator.onLine && rest.length > 0) navigator.sendBeacon(address, bodyOf(rest))
  })
  return {
    add(event: Event) {
      write([...read(), event])
      flush()
    },
    flush,
  }
}
