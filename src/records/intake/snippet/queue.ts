import type { Store } from './store.ts'

interface Event {
  messageId: string
  [field: string]: unknown
}

const MOST = 50

/** Events on their way. They wait in the storage of the page, so that a lost connection or the next page loses none. */
export function createQueue(store: Store, address: string, writeKey: string) {
  let sending: Event[] = []
  let again: ReturnType<typeof setTimeout> | undefined
  let pause = 1_000

  const read = () => JSON.parse(store.get('queue') ?? '[]') as Event[]
  const write = (events: Event[]) => store.set('queue', JSON.stringify(events.slice(-MOST)))
  const drop = (events: Event[]) => {
    const gone = new Set(events.map(({ messageId }) => messageId))
    write(read().filter(({ messageId }) => !gone.has(messageId)))
  }
  const bodyOf = (batch: Event[]) => JSON.stringify({ writeKey, batch, sentAt: new Date().toISOString() })

  function flush(): void {
    const batch = read()
    if (sending.length > 0 || batch.length === 0) return
    sending = batch
    // Plain text asks no permission first, and keepalive lets the browser finish after the page is gone.
    // biome-ignore lint/style/noRestrictedGlobals: this file runs in the browser of a visitor
    fetch(address, { method: 'POST', body: bodyOf(batch), keepalive: true, credentials: 'omit' })
      .then(({ status }) => {
        if (status === 429 || status >= 500) throw status
        pause = 1_000
        drop(batch)
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
    if (!navigator.onLine) return
    // What is on its way arrives; the rest is handed to the browser.
    drop(sending)
    const rest = read()
    if (rest.length > 0 && navigator.sendBeacon(address, bodyOf(rest))) drop(rest)
  })
  return {
    add(event: Event) {
      write([...read(), event])
      flush()
    },
    flush,
  }
}
