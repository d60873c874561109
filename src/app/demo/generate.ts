import type { RecordRow } from '#records/imports/rules/rows.ts'
import { campaignRow, campaigns } from './campaigns.ts'
import { sellers } from './cast.ts'
import { withDirt } from './dirt.ts'
import { fitByAgreement } from './fit.ts'
import { seededRandom } from './random.ts'
import { doors, type Stage, tellAccount } from './story.ts'
import { timeline } from './timeline.ts'

/** Accounts of the sample company at scale 1. */
const ACCOUNTS_TOLD = 800

export interface StoryOptions {
  /** the day on which history ends, `2026-11-22`; nothing happens on it or later */
  endsOn: string
  /** 1 is the sample company; 10 is one with ten times the accounts */
  scale?: number
}

/**
 * The sample company: eighteen months of a made-up business, as records. The same seed and end give the same rows, to the
 * byte. Sellers and campaigns come first, then account by account its people, what both teams did, and its opportunities;
 * rows are made as they are asked for, so that a large scale needs no more memory than a small one.
 *
 * @param seed any integer
 * @example [...generate(7, { endsOn: '2026-11-22' })].length
 */
export function* generate(seed: number, { endsOn, scale = 1 }: StoryOptions): Generator<RecordRow> {
  const time = timeline(endsOn)
  const staff = sellers()
  const all = campaigns(time)
  for (const seller of staff) yield seller.row
  for (const campaign of all) yield campaignRow(campaign, time)
  const stage: Stage = {
    seed,
    time,
    staff,
    campaigns: all,
    doors: doors(all),
    fit: fitByAgreement(endsOn),
    taken: new Set(),
    people: 0,
    deals: 0,
  }
  let touches = 0
  const accounts = Math.max(1, Math.round(ACCOUNTS_TOLD * scale))
  for (let number = 1; number <= accounts; number++) {
    const story = tellAccount(stage, number)
    for (const row of withDirt(seededRandom(seed, `dirt ${number}`), stage, story, number)) {
      if (row.kind === 'touch') row.key = `T-${String(++touches).padStart(7, '0')}`
      yield inWholeSeconds(row)
    }
  }
}

/** Systems keep seconds; so do we, and an export loses nothing. */
function inWholeSeconds(row: RecordRow): RecordRow {
  const round = (at: number) => Math.floor(at / 1_000) * 1_000
  const rounded = { ...row }
  if ('occurredAt' in rounded && rounded.occurredAt !== undefined)
    rounded.occurredAt = round(rounded.occurredAt)
  if (rounded.kind === 'person')
    rounded.stageDates = rounded.stageDates?.map((entry) => ({
      ...entry,
      occurredAt: round(entry.occurredAt),
    }))
  if (rounded.kind === 'opportunity') {
    if (rounded.closedAt !== undefined) rounded.closedAt = round(rounded.closedAt)
    rounded.stageChanges = rounded.stageChanges?.map((move) => ({
      ...move,
      occurredAt: round(move.occurredAt),
    }))
  }
  return rounded
}
