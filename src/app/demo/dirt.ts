import { DAY } from '#platform/kernel/instant.ts'
import type {
  AccountRow,
  OpportunityRow,
  PersonRow,
  RecordRow,
  TouchRow,
} from '#records/imports/rules/rows.ts'
import type { Random } from './random.ts'
import type { AccountStory, Stage } from './story.ts'
import { plainLetters } from './words/names.ts'

/** What is wrong with the records, as in every CRM: duplicates, gaps and dates that cannot be. */

/** Answers the rows of an account's story with the usual dirt in them. */
export function withDirt(random: Random, stage: Stage, story: AccountStory, number: number): RecordRow[] {
  const people = story.people.map((person) => smudgePerson(random, person.row))
  const touches = story.diary.touches.map((touch) => smudgeTouch(random, touch, stage.time.endsAt))
  const opportunities = story.diary.opportunities.map((row) => smudgeDeal(random, row))
  const account: AccountRow = random.chance(0.04)
    ? { ...story.account.row, seller: undefined }
    : story.account.row
  const twinAccount = random.chance(0.028) ? [secondAccount(random, account, number, people)] : []
  const twins = people
    .filter(() => random.chance(0.024))
    .map((person) => secondPerson(random, stage, person, touches))
  return [account, ...twinAccount, ...people, ...twins, ...touches, ...opportunities]
}

function smudgePerson(random: Random, row: PersonRow): PersonRow {
  const smudged = { ...row }
  if (random.chance(0.07)) smudged.seller = undefined
  if (random.chance(0.05)) smudged.account = undefined
  if (random.chance(0.06)) smudged.jobTitle = undefined
  if (random.chance(0.05)) smudged.source = undefined
  if (random.chance(0.03)) smudged.country = undefined
  if (random.chance(0.015)) smudged.firstName = smudged.firstName?.toUpperCase()
  return smudged
}

/** Typing the wrong year, and clocks that were never set. */
function smudgeTouch(random: Random, touch: TouchRow, endsAt: number): TouchRow {
  if (!random.chance(0.0003)) return touch
  return { ...touch, occurredAt: random.chance(0.5) ? 0 : endsAt + random.int(200, 2_000) * DAY }
}

function smudgeDeal(random: Random, row: OpportunityRow): OpportunityRow {
  const smudged = { ...row }
  if (random.chance(0.03)) smudged.account = undefined
  if (random.chance(0.025)) smudged.seller = undefined
  if (row.status === 'open' && random.chance(0.09)) smudged.amountMinor = undefined
  if (row.status === 'lost' && random.chance(0.2)) smudged.lostReason = undefined
  if (row.closedAt !== undefined && random.chance(0.008))
    smudged.closedAt = row.occurredAt! - random.int(2, 20) * DAY
  return smudged
}

/** The same company once more, spelt differently and without its domain; the phone number gives it away. */
function secondAccount(random: Random, account: AccountRow, number: number, people: PersonRow[]): AccountRow {
  const words = account.name.split(' ')
  const bare = words.slice(0, 2).join(' ')
  const name = random.pick([bare, bare.toUpperCase(), `${bare} Group`, `${words[0]}-${words[1]}`])
  const key = `A-${String(number).padStart(5, '0')}-2`
  const mover = random.pick(people)
  mover.account = { key, name }
  return {
    ...account,
    key,
    name,
    domain: undefined,
    employees: undefined,
    annualRevenueMinor: undefined,
    seller: undefined,
  }
}

/** The same person once more: another spelling, or another address of theirs; part of what they did hangs on it. */
function secondPerson(random: Random, stage: Stage, person: PersonRow, touches: TouchRow[]): PersonRow {
  const key = `P-${String(++stage.people).padStart(6, '0')}`
  const [mailbox, domain] = person.email!.split('@') as [string, string]
  const surname = mailbox.split('.')[1] ?? mailbox
  const email = random.pick([
    `${mailbox[0]}.${surname}@${domain}`,
    person.email!.toUpperCase(),
    `${surname}@${domain}`,
  ])
  for (const touch of touches) {
    if (touch.person.key === person.key && random.chance(0.35)) touch.person = { key }
  }
  const { stageDates: _stages, reportedStage: _stage, ...rest } = person
  return {
    ...rest,
    key,
    email,
    firstName: plainLetters(person.firstName ?? ''),
    lastName: plainLetters(person.lastName ?? '').toUpperCase(),
    seller: undefined,
    occurredAt: (person.occurredAt ?? stage.time.startsAt) + 9 * DAY,
  }
}
