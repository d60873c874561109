/** What should become of visits, worked out from whole histories kept in lists; shares no code with the product. */

export const VISITORS = ['laptop', 'phone', 'kiosk']
export const KNOWN = ['ann@crm.test', 'bob@crm.test']
export const ADDRESSES = [...KNOWN, 'eve@new.test', 'joe+news@new.test', 'zoe@gmail.com']
export const USERS = ['u1', 'u2', 'u3']

interface Join {
  device: string
  /** address of the person */
  person: string
  start: number
  /** in the order in which joins were made */
  number: number
  isProven: boolean
  bringsHistory: boolean
  isOver: boolean
}

/** Something a device did, or was said of it with a user id. */
interface Visit {
  /** null: it says who was there and leaves no touch */
  id: string | null
  device: string
  at: number
  /** with a secret */
  user: string | null
  /** whose it is because its user id says so */
  said: string | null
  isWaiting: boolean
}

interface Alias {
  visitor: string | null
  previous: string
  user: string
  at: number
}

interface Said {
  visitor: string | null
  email: string | null
  user: string | null
  proven: boolean
  at: number
}

const isAddress = (text: string) => text.includes('@')

export class IdentityOracle {
  private readonly users = new Map<string, string>()
  private readonly addresses = new Set(KNOWN)
  private readonly joins: Join[] = []
  private readonly visits: Visit[] = []
  private aliases: Alias[] = []
  /** visitors and user ids that became somebody's and whose waiting is not looked at yet */
  private news = new Set<string>()

  /** Whether something is not understood yet: an alias, or a visit with a user id of nobody. */
  isWaiting(): boolean {
    return this.aliases.length > 0 || this.visits.some(({ said, user }) => said === null && user !== null)
  }

  /** A visit that leaves a touch (`id`), or only ties a device to a user id. */
  visit(device: string, id: string | null, user: string | null, at: number): void {
    const visit = { id, device, at, user, said: null, isWaiting: true }
    this.visits.push(visit)
    this.believe(visit)
    this.place(visit)
    this.wake()
  }

  identify({ visitor, email, user, proven, at }: Said): void {
    const trusted = proven ? user : null
    const person = (trusted !== null && this.users.get(trusted)) || email
    if (!person) {
      if (trusted !== null && visitor !== null) this.visit(visitor, null, trusted, at)
      return
    }
    this.addresses.add(person)
    if (trusted !== null) this.bind(trusted, person)
    if (visitor !== null) this.join(visitor, person, at, proven)
    this.wake()
  }

  alias(alias: Alias): void {
    this.aliases.push(alias)
    this.tell(alias)
    this.wake()
  }

  /** Takes one of the joins that hold back; answers its place among all by time, or null when there is none. */
  takeBack(nth: number): number | null {
    const all = [...this.joins].sort((a, b) => a.start - b.start || a.number - b.number)
    const holding = all.filter(({ isOver }) => !isOver)
    if (holding.length === 0) return null
    const join = holding[nth % holding.length]!
    join.isOver = true
    this.settle(join.device)
    return all.indexOf(join)
  }

  /** Visit → address of the person it counts for. */
  owned(): Map<string, string> {
    return new Map(
      this.visits.flatMap((visit) => {
        const person = visit.said ?? this.joinOf(visit.device, visit.at)?.person
        return visit.id !== null && person ? [[visit.id, person] as const] : []
      }),
    )
  }

  people(): string[] {
    return [...this.addresses]
  }

  private bind(user: string, person: string): void {
    if (this.users.has(user)) return
    this.users.set(user, person)
    this.news.add(user)
  }

  private holding(device: string): Join[] {
    return this.joins
      .filter((join) => join.device === device && !join.isOver)
      .sort((a, b) => a.start - b.start || a.number - b.number)
  }

  private joinOf(device: string, at: number): Join | undefined {
    const holding = this.holding(device)
    return holding.filter(({ start }) => start <= at).at(-1) ?? holding.find((join) => join.bringsHistory)
  }

  private join(device: string, person: string, start: number, isProven: boolean): void {
    if (this.joinOf(device, start)?.person === person) return
    const others = this.holding(device)
    const bringsHistory = others.length === 0
    const number = this.joins.length
    this.joins.push({ device, person, start, number, isProven, bringsHistory, isOver: false })
    const isLate = others.some((other) => other.start > start)
    if (bringsHistory || isLate) this.news.add(device)
    if (!bringsHistory) this.settle(device)
  }

  private believe(visit: Visit): void {
    visit.said = (visit.user !== null && this.users.get(visit.user)) || null
    if (visit.said !== null) this.join(visit.device, visit.said, visit.at, true)
  }

  private place(visit: Visit): void {
    visit.isWaiting = visit.said === null && this.joinOf(visit.device, visit.at) === undefined
  }

  /** What an alias says, once one of its ids is somebody's. */
  private tell(alias: Alias): void {
    const { visitor, previous, user, at } = alias
    const join = this.joinOf(previous, at)
    const proven = join?.isProven ? join.person : undefined
    const person =
      this.users.get(user) ?? this.users.get(previous) ?? (isAddress(previous) ? previous : proven)
    if (!person) return
    this.aliases = this.aliases.filter((one) => one !== alias)
    this.addresses.add(person)
    const isDevice = !isAddress(previous) && !this.users.has(previous)
    this.bind(user, person)
    if (isDevice) this.join(previous, person, at, true)
    if (visitor !== null) this.join(visitor, person, at, true)
  }

  /** Whatever waited for what has become known is looked at again, and what becomes known by it, in turn. */
  private wake(): void {
    while (this.news.size > 0) {
      const names = this.news
      this.news = new Set()
      const aliases = this.aliases.filter(({ previous, user }) => names.has(previous) || names.has(user))
      const visits = this.visits.filter(
        ({ isWaiting, device, user }) => isWaiting && (names.has(device) || names.has(user ?? '')),
      )
      for (const one of [...aliases, ...visits].sort((a, b) => a.at - b.at)) {
        if ('previous' in one) this.tell(one)
        else this.believe(one)
      }
      for (const visit of visits) this.place(visit)
    }
  }

  /** What a device did is sorted anew after its joins changed; user ids that are somebody's by now are believed. */
  private settle(device: string): void {
    for (const visit of this.visits.filter(
      (one) => one.device === device && !one.isWaiting && one.id !== null,
    )) {
      visit.said = (visit.user !== null && this.users.get(visit.user)) || null
      this.place(visit)
    }
  }
}
