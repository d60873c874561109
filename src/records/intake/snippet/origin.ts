import type { Store } from './memory.ts'

const CLICK_IDS = ['gclid', 'gbraid', 'wbraid', 'dclid', 'msclkid', 'fbclid', 'li_fat_id', 'ttclid', 'twclid']
const NAMES = { source: 'source', medium: 'medium', campaign: 'name', term: 'term', content: 'content' }

type Origin = Record<string, string>

/** Campaign parameters of the address, or the foreign page `before` it; `null` inside a visit. */
function originHere(before: string): Origin | null {
  const query = new URLSearchParams(location.search)
  const origin: Origin = {}
  for (const [parameter, name] of Object.entries(NAMES)) {
    const value = query.get(`utm_${parameter}`)
    if (value) origin[name] = value
  }
  const click = CLICK_IDS.find((name) => query.has(name))
  if (click) origin.clickId = click
  if (before && new URL(before).host !== location.host) origin.referrer = before.split('?')[0]!
  return Object.keys(origin).length > 0 ? origin : null
}

/** Keeps where a visitor first came from, and where they came from last, apart. */
export function rememberOrigin(store: Store, before: string): void {
  const here = originHere(before)
  if (!here) return
  const stamped = JSON.stringify({ ...here, landing: location.pathname, at: new Date().toISOString() })
  if (!store.get('first')) store.set('first', stamped)
  const known = JSON.parse(store.get('latest') ?? '{}') as Origin
  const isSame = Object.entries(here).every(([name, value]) => known[name] === value)
  if (!isSame) store.set('latest', stamped)
}

/** The origins as the context of an event carries them; `campaign` only where the address names one. */
export function originsOf(store: Store, before: string): Record<string, unknown> {
  const { referrer: _, clickId, ...campaign } = originHere(before) ?? {}
  const stored = (name: string) => {
    const text = store.get(name)
    return text ? { [name]: JSON.parse(text) } : {}
  }
  return {
    ...(Object.keys(campaign).length > 0 || clickId
      ? { campaign: { ...campaign, ...(clickId ? { clickId } : {}) } }
      : {}),
    ...stored('first'),
    ...stored('latest'),
  }
}
