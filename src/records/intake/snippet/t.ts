/** The site snippet: says which pages a visitor saw and where they came from, to the Accord that served it. */

import { makeStore, newId } from './memory.ts'
import { originsOf, rememberOrigin } from './origin.ts'
import { createQueue } from './queue.ts'

type Fields = Record<string, unknown>
type Call = [command: string, ...rest: unknown[]]
interface Stub {
  (...call: Call): void
  q?: Call[]
}

const page = window as unknown as { accord?: Stub; doNotTrack?: string | null }
const browser = navigator as Navigator & { globalPrivacyControl?: boolean }
const script = document.currentScript as HTMLScriptElement | null

function start(tag: HTMLScriptElement): void {
  const { key = '', consent, signals, auto } = tag.dataset
  const base = new URL(tag.src).origin
  const refused =
    signals !== 'ignore' &&
    (browser.globalPrivacyControl === true || browser.doNotTrack === '1' || page.doNotTrack === '1')
  const store = makeStore()
  let agreed = consent !== 'required' || store.get('consent') === '1'
  const mayStore = () => agreed && !refused
  const queue = createQueue(store, `${base}/v1/b`, key)
  let shown = ''
  // Of a page that an app draws without loading it, the page before is the one it showed; the browser still names the first.
  let before = document.referrer

  const visitor = () => {
    const known = store.get('id') ?? newId()
    store.set('id', known)
    return known
  }

  function send(type: string, fields: Fields): void {
    if (!mayStore()) return
    rememberOrigin(store, before)
    const userId = store.get('user')
    queue.add({
      type,
      messageId: newId(),
      anonymousId: visitor(),
      ...(userId ? { userId } : {}),
      timestamp: new Date().toISOString(),
      ...fields,
      context: {
        ...originsOf(store, before),
        page: {
          path: location.pathname,
          referrer: before,
          search: location.search,
          title: document.title,
          url: location.href,
        },
        locale: navigator.language,
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        userAgent: navigator.userAgent,
        library: { name: 'accord.js', version: '1' },
        ...(consent === 'required' ? { consent: { granted: true } } : {}),
      },
    })
  }

  function sawPage(name?: unknown, properties?: unknown): void {
    const here = location.href.split('#')[0]!
    if (mayStore()) {
      if (shown && shown !== here) before = shown
      shown = here
    }
    send('page', { name, properties })
  }

  const commands: Record<string, (...rest: unknown[]) => void> = {
    page: sawPage,
    track: (event, properties) => send('track', { event, properties }),
    identify(who, traits) {
      if (typeof who === 'object') return send('identify', { traits: who })
      if (mayStore()) store.set('user', String(who))
      send('identify', { traits })
    },
    group: (groupId, traits) => send('group', { groupId, traits }),
    consent(given) {
      agreed = given === true
      if (!agreed) return store.clear()
      if (refused) return
      store.set('consent', '1')
      if (auto !== 'off' && shown !== location.href.split('#')[0]) sawPage()
    },
    reset: () => store.clear(),
  }

  const run = ([command, ...rest]: Call) => commands[command]?.(...rest)
  const waiting = page.accord?.q ?? []
  page.accord = (...call: Call) => void run(call)

  /** A form of ours learns who sends it, so that the visit and the person find each other. */
  addEventListener(
    'submit',
    ({ target }) => {
      const form = target as HTMLFormElement
      const action = new URL(form.getAttribute('action') ?? '', location.href)
      if (!mayStore() || action.origin !== base || !action.pathname.startsWith('/f/')) return
      const facts = {
        anonymousId: visitor(),
        context: JSON.stringify({
          ...originsOf(store, before),
          page: { url: location.href, title: document.title, referrer: before },
        }),
      }
      for (const [name, value] of Object.entries(facts)) {
        const field =
          form.querySelector<HTMLInputElement>(`input[name="accord_${name}"]`) ??
          form.appendChild(document.createElement('input'))
        field.type = 'hidden'
        field.name = `accord_${name}`
        field.value = value
      }
    },
    true,
  )

  if (auto !== 'off') {
    const moved = () => setTimeout(() => shown !== location.href.split('#')[0] && sawPage())
    const push = history.pushState
    history.pushState = function (...change) {
      push.apply(this, change)
      moved()
    }
    addEventListener('popstate', moved)
    sawPage()
  }
  for (const call of waiting) run(call)
  if (mayStore()) queue.flush()
}

// A page that is drawn ahead of time has no visitor yet.
if (script?.dataset.key) {
  const ahead = document as Document & { prerendering?: boolean }
  if (ahead.prerendering) document.addEventListener('prerenderingchange', () => start(script), { once: true })
  else start(script)
}
