/** What should become of visits, worked out by moving them between piles; shares no code and no rule with the product. */

export const VISITORS = ['laptop', 'phone', 'kiosk']
export const KNOWN = ['ann@crm.test', 'bob@crm.test']
export const ADDRESSES = [...KNOWN, 'eve@new.test', 'joe+news@new.test', 'zoe@gmail.com']
export const USERS = ['u1', 'u2', 'u3']

interface Pile {
  /** address of the person */
  person: string
  visits: string[]
  isOver: boolean
  /** in the order in which joins were made */
  number: number
}

interface Said {
  visitor: string | null
  email: string | null
  user: string | null
  proven: boolean
}

export class IdentityOracle {
  private readonly devices = new Map<string, { nobody: string[]; piles: Pile[] }>()
  private readonly users = new Map<string, string>()
  private readonly addresses = new Set(KNOWN)
  private readonly joins: Pile[] = []

  page(visitor: string, visit: string): void {
    const device = this.device(visitor)
    const current = device.piles.findLast(({ isOver }) => !isOver)
    if (current) current.visits.push(visit)
    else device.nobody.push(visit)
  }

  identify({ visitor, email, user, proven }: Said): void {
    const trusted = proven ? user : null
    const person = (trusted !== null && this.users.get(trusted)) || email
    if (!person) {
      // an event without any id is none at all
      return
    }
    this.addresses.add(person)
    if (trusted !== null && !this.users.has(trusted)) this.users.set(trusted, person)
    if (visitor === null) return
    const device = this.device(visitor)
    const current = device.piles.findLast(({ isOver }) => !isOver)
    if (current?.person === person) return
    const pile: Pile = { person, visits: [], isOver: false, number: this.joins.length }
    if (!current) pile.visits.push(...device.nobody.splice(0))
    device.piles.push(pile)
    this.joins.push(pile)
  }

  /** Takes one of the joins that hold back; answers its number, or null when there is none. */
  takeBack(nth: number): number | null {
    const holding = this.joins.filter(({ isOver }) => !isOver)
    if (holding.length === 0) return null
    const pile = holding[nth % holding.length]!
    const device = [...this.devices.values()].find(({ piles }) => piles.includes(pile))!
    const before = device.piles.slice(0, device.piles.indexOf(pile)).findLast(({ isOver }) => !isOver)
    pile.isOver = true
    ;(before?.visits ?? device.nobody).push(...pile.visits.splice(0))
    return pile.number
  }

  /** Visit → address of the person it counts for. */
  owned(): Map<string, string> {
    return new Map(
      this.joins.flatMap(({ person, visits }) => visits.map((visit) => [visit, person] as const)),
    )
  }

  people(): string[] {
    return [...this.addresses]
  }

  private device(visitor: string) {
    const device = this.devices.get(visitor) ?? { nobody: [], piles: [] }
    this.devices.set(visitor, device)
    return device
  }
}
