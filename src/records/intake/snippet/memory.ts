/** What the snippet remembers, in the storage of the page's own site; never in a cookie of another. */
export interface Store {
  get(name: string): string | null
  set(name: string, value: string): void
  clear(): void
}

const PREFIX = 'accord_'
const THIRTEEN_MONTHS_SECONDS = 34_128_000
const COOKIES = ['id']

/** Local storage; where a browser refuses it, a first-party cookie for the id and memory for the rest. */
export function makeStore(): Store {
  const memory = new Map<string, string>()
  const local = <T>(work: (storage: Storage) => T): T | null => {
    try {
      return work(localStorage)
    } catch {
      return null
    }
  }
  const cookie = (name: string) => document.cookie.match(`(?:^|; )${PREFIX}${name}=([^;]*)`)?.[1] ?? null
  return {
    get: (name) => local((storage) => storage.getItem(PREFIX + name)) ?? memory.get(name) ?? cookie(name),
    set(name, value) {
      memory.set(name, value)
      const kept = local((storage) => {
        storage.setItem(PREFIX + name, value)
        return true
      })
      if (!kept && COOKIES.includes(name))
        // biome-ignore lint/suspicious/noDocumentCookie: the cookie store needs TLS and is not everywhere
        document.cookie = `${PREFIX}${name}=${value};path=/;max-age=${THIRTEEN_MONTHS_SECONDS};samesite=lax`
    },
    clear() {
      memory.clear()
      for (const name of ['id', 'user', 'first', 'latest', 'queue', 'consent']) {
        local((storage) => storage.removeItem(PREFIX + name))
        // biome-ignore lint/suspicious/noDocumentCookie: as above
        if (COOKIES.includes(name)) document.cookie = `${PREFIX}${name}=;path=/;max-age=0`
      }
    },
  }
}

/** A random id; also on pages without TLS, where the browser offers no ready one. */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
