import { companyDomain } from '#records/accounts/index.ts'
import type { Reference } from '#records/imports/index.ts'
import { emailNorm } from '#records/people/index.ts'

/** Finds records of one kind by what a row says of them: the source's id first, then what identifies them by the matching rules. */
export class Registry {
  private readonly bySystemKey = new Map<string, number>()
  private readonly byKey = new Map<string, number>()
  private readonly byEmail = new Map<string, number>()
  private readonly byDomain = new Map<string, number>()
  private readonly byName = new Map<string, number>()
  private readonly keyed = new Set<string>()
  private readonly nameNorm: (name: string) => string

  /** @param nameNorm how names of this kind are compared */
  constructor(nameNorm: (name: string) => string) {
    this.nameNorm = nameNorm
  }

  /** Remembers a record under everything it is known by; the first record keeps a name that two share. */
  add(index: number, reference: Reference, system?: string): void {
    const { key, email, domain, name } = reference
    if (key) {
      this.bySystemKey.set(`${system ?? ''}\u0000${key}`, index)
      if (!this.byKey.has(key)) this.byKey.set(key, index)
      this.keyed.add(`${index}\u0000${system ?? ''}`)
    }
    keepFirst(this.byEmail, emailNorm(email ?? undefined), index)
    keepFirst(this.byDomain, companyDomain(domain), index)
    keepFirst(this.byName, name ? this.nameNorm(name) : '', index)
  }

  /** Whether the record has an id of that system: two ids of one system are two records there. */
  hasKey(index: number, system?: string): boolean {
    return this.keyed.has(`${index}\u0000${system ?? ''}`)
  }

  /** Position of the first record with that name, or -1. */
  named(name: string): number {
    return lookUp(this.byName, this.nameNorm(name)) ?? -1
  }

  /** Position of the record, or -1. */
  find(reference: Reference | undefined, system?: string): number {
    if (!reference) return -1
    const { key, email, domain, name } = reference
    if (key) {
      const found = this.bySystemKey.get(`${system ?? ''}\u0000${key}`) ?? this.byKey.get(key)
      if (found !== undefined) return found
    }
    return (
      lookUp(this.byEmail, emailNorm(email ?? undefined)) ??
      lookUp(this.byDomain, companyDomain(domain)) ??
      (name ? lookUp(this.byName, this.nameNorm(name)) : undefined) ??
      -1
    )
  }
}

function keepFirst(map: Map<string, number>, text: string | null | undefined, index: number): void {
  if (text && !map.has(text)) map.set(text, index)
}

function lookUp(map: ReadonlyMap<string, number>, text: string | null | undefined): number | undefined {
  return text ? map.get(text) : undefined
}
