import { promises as dns, Resolver } from 'node:dns'
import type { ResolvedAddress } from './guard.ts'

/** Every address of a name, asked once. */
export type Resolve = (host: string, how: { asSystem: boolean }) => Promise<ResolvedAddress[]>

/**
 * Asks the name servers directly. The resolver of the system would hold one of Node's few threads while a name server is
 * silent, and delay everybody else; it is asked only for names an operator allowed, which may stand in a hosts file.
 */
export const resolveName: Resolve = async (host, { asSystem }) => {
  if (asSystem) {
    const found = await dns.lookup(host, { all: true })
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
  }
  const resolver = new Resolver({ timeout: 2_500, tries: 2 })
  const name = host.replace(/\.$/, '')
  const ask = (family: 4 | 6) =>
    new Promise<ResolvedAddress[]>((resolve) => {
      const answer = (error: unknown, addresses: string[] = []) =>
        resolve(error ? [] : addresses.map((address) => ({ address, family })))
      if (family === 4) resolver.resolve4(name, answer)
      else resolver.resolve6(name, answer)
    })
  return (await Promise.all([ask(4), ask(6)])).flat()
}
