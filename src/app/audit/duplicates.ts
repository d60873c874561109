import { accountNameNorm, matchAccounts } from '#records/accounts/index.ts'
import { doubtfulPeople, nameNorm } from '#records/people/index.ts'
import type { AccountEntry, Collected } from './entries.ts'

/** Two records that are probably one; nothing merges them by itself. */
export interface Doubt {
  record: 'person' | 'account'
  first: string
  second: string
  reason: string
}

/** Namesakes that the rules did not make one: the source keeps them as two records, or nothing but the name speaks for it. */
function whyOne(a: AccountEntry, b: AccountEntry): string {
  const traits = (account: AccountEntry) => ({ ...account, nameNorm: accountNameNorm(account.name) })
  const match = matchAccounts(traits(a), traits(b))
  return match
    ? `${match.evidence} Two ids in the source.`
    : 'Same name without legal form, and nothing else that is the same.'
}

/** Pairs that a person should look at: namesakes at one account, and companies that share a bare name. */
export function doubts({ people, accounts }: Pick<Collected, 'people' | 'accounts'>): Doubt[] {
  const found: Doubt[] = []
  const companies = new Map<string, number>()
  accounts.forEach((account, index) => {
    const norm = accountNameNorm(account.name)
    const first = companies.get(norm)
    if (first === undefined) companies.set(norm, index)
    else
      found.push({
        record: 'account',
        first: accounts[first]!.name,
        second: account.name,
        reason: whyOne(accounts[first]!, account),
      })
  })
  const persons = new Map<string, number>()
  people.forEach((person, index) => {
    if (person.account < 0) return
    const norm = nameNorm(person.name)
    const key = `${person.account} ${norm}`
    const first = persons.get(key)
    if (first === undefined) {
      persons.set(key, index)
      return
    }
    const traits = { nameNorm: norm, accountId: String(person.account) }
    const reason = doubtfulPeople(traits, traits)
    const other = people[first]!
    if (reason) found.push({ record: 'person', first: called(other), second: called(person), reason })
  })
  return found
}

const called = ({ name, email }: { name: string; email: string | null }) =>
  email ? `${name} <${email}>` : name
