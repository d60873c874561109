import { DAY, type Instant } from '#platform/kernel/instant.ts'
import type { Campaign } from './campaigns.ts'
import { makePerson, type Person } from './cast.ts'
import type { Random } from './random.ts'
import type { AccountStory, Stage } from './story.ts'
import { addWorkingMinutes } from './timeline.ts'

/** Not a campaign of marketing's: how people are met whom a seller wrote to first. */
const COLD_OUTREACH: Campaign = {
  key: '',
  name: 'Outbound',
  channel: 'Outbound',
  kind: '',
  shape: 'site',
  share: 0,
  from: 0,
  to: 0,
  targeting: 1,
  heat: [0, 0, 0],
  acceptance: 1,
  winning: 1,
  roles: [
    ['decider', 6],
    ['user', 4],
  ],
  costKind: '',
  costMinor: 0,
}

/** Tells one outbound sequence: messages and calls to two to four people over two weeks, and the meeting if there is one. */
export function tellOutbound(random: Random, stage: Stage, story: AccountStory, from: Instant) {
  const { account, diary } = story
  const startsAt = addWorkingMinutes(from, random.int(0, 400), account.region.utcOffsetHours)
  const known = story.people.filter(
    (person) => person.firstAt < startsAt && (person.role === 'decider' || person.role === 'user'),
  )
  const people = random.sample(known, random.int(0, 2))
  const strangers = Math.max(1, random.int(1, 3) - people.length)
  for (let each = 0; each < strangers; each++) people.push(meetStranger(random, stage, story, startsAt))
  for (const person of people) {
    let at = startsAt + random.int(0, 40) * 60_000
    for (let step = random.int(3, 6); step > 0; step--) {
      diary.selling(person, account.seller, random.chance(0.7) ? 'email_sent' : 'call', at, 'Introduction')
      at = addWorkingMinutes(at, random.between(500, 1_600), account.region.utcOffsetHours)
    }
  }
  const warmed = people.length > strangers
  if (!random.chance((account.fits ? 0.66 : 0.22) * (warmed ? 1.25 : 1))) return { people, meetsAt: null }
  const meetsAt = addWorkingMinutes(
    startsAt + random.int(4, 14) * DAY,
    random.between(30, 480),
    account.region.utcOffsetHours,
  )
  const main = people[0]!
  diary.selling(main, account.seller, 'email_reply', meetsAt - 2 * DAY, 'Re: Introduction')
  diary.selling(main, account.seller, 'meeting', meetsAt, 'First meeting')
  return { people, meetsAt: diary.happened(meetsAt) ? meetsAt : null }
}

function meetStranger(random: Random, stage: Stage, story: AccountStory, at: Instant): Person {
  const mailboxes = new Set(story.people.map((person) => person.row.email!.split('@')[0]!))
  const person = makePerson(random, ++stage.people, story.account, { campaign: COLD_OUTREACH, at }, mailboxes)
  story.people.push(person)
  return person
}
