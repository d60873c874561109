import type { Pool } from '#agreement/document/schema.ts'
import { emailNorm, nameNorm } from '#records/people/rules/identity.ts'

/** One of our own people who may be given leads. */
export interface Seller {
  id: string
  name: string
  nameNorm: string
  emailNorm: string | null
  /** was a member and has no access any more */
  hasLeft: boolean
}

/** A member of a pool with the seller that its e-mail address or name means. */
export interface PoolMember {
  /** as the agreement writes it */
  written: string
  /** null: no seller, or more than one, is called so */
  seller: Seller | null
  /** why there is no seller */
  trouble: string | null
  weight: number
  dailyCap: number | null
  openCap: number | null
}

/**
 * The members of a pool. A pool that names nobody has every known seller, with equal weight, in the order of their names. Nobody who has
 * left is among them.
 *
 * @param sellers all known sellers
 * @returns in the order of the agreement; a seller named twice keeps the first place
 */
export function membersOf(pool: Pool, sellers: readonly Seller[]): PoolMember[] {
  if (pool.members.length === 0) {
    return sellers
      .filter(({ hasLeft }) => !hasLeft)
      .sort((a, b) => (a.nameNorm < b.nameNorm ? -1 : a.nameNorm > b.nameNorm ? 1 : a.id < b.id ? -1 : 1))
      .map((seller) => ({
        written: seller.name,
        seller,
        trouble: null,
        weight: 1,
        dailyCap: null,
        openCap: null,
      }))
  }
  const taken = new Set<string>()
  return pool.members.map(({ seller: written, weight, dailyCap, openCap }) => {
    const { seller, trouble } = named(written, sellers)
    const twice = seller !== null && taken.has(seller.id)
    if (seller) taken.add(seller.id)
    return {
      written,
      seller: twice ? null : seller,
      trouble: twice ? `${written} stands in this pool twice.` : trouble,
      weight,
      dailyCap: dailyCap ?? null,
      openCap: openCap ?? null,
    }
  })
}

function named(written: string, sellers: readonly Seller[]): Pick<PoolMember, 'seller' | 'trouble'> {
  const email = emailNorm(written)
  const name = nameNorm(written)
  const found = email
    ? sellers.filter((seller) => seller.emailNorm === email)
    : sellers.filter((seller) => seller.nameNorm === name)
  if (found.length === 1) {
    const seller = found[0]!
    return seller.hasLeft ? { seller: null, trouble: `${seller.name} has left.` } : { seller, trouble: null }
  }
  return found.length === 0
    ? { seller: null, trouble: `No seller is known as ${written}.` }
    : {
        seller: null,
        trouble: `${found.length} sellers are called ${written}; name the one you mean by e-mail address.`,
      }
}
