import type { Instant } from '#platform/kernel/instant.ts'
import type { RecordRow } from '#records/imports/index.ts'
import { isAutomatic } from '#records/touches/index.ts'
import type { TouchFact } from '#reports/kpi/index.ts'
import { isMarketingTouch } from '#reports/kpi/index.ts'

type TouchRow = Extract<RecordRow, { kind: 'touch' }>

const SALES = 1
const OUTBOUND = 2
const MACHINE = 4
const AUTOMATIC = 8
const REACHED = 16
/** Beyond this many different subjects, further ones are not kept: no rule can tell them apart anyway. */
const MOST_SUBJECTS = 200_000
/** Bytes one touch takes; a million take 30 MB. */
const FIRST_ROOM = 16_384

/** What a source said of a touch, by the flags above `MACHINE`. */
const SAID = [{}, { automatic: true }, { reached: true }, { automatic: true, reached: true }] as const

/** Words that repeat, kept once. */
class Words {
  private readonly numbers = new Map<string, number>()
  private readonly words: (string | null)[] = [null]
  private readonly most: number

  constructor(most = Number.POSITIVE_INFINITY) {
    this.most = most
  }

  number(word: string | undefined): number {
    if (!word) return 0
    const known = this.numbers.get(word)
    if (known !== undefined) return known
    if (this.words.length > this.most) return 0
    this.numbers.set(word, this.words.length)
    return this.words.push(word) - 1
  }

  word(number: number): string | null {
    return this.words[number] ?? null
  }
}

/** All touches of a folder side by side in columns, so that millions fit in memory; grouped by person when complete. */
export class TouchColumns {
  length = 0
  private room = FIRST_ROOM
  private people = new Int32Array(FIRST_ROOM)
  private times = new Float64Array(FIRST_ROOM)
  private campaigns = new Int32Array(FIRST_ROOM)
  private subjects = new Int32Array(FIRST_ROOM)
  private kinds = new Uint8Array(FIRST_ROOM)
  private channels = new Uint16Array(FIRST_ROOM)
  private flags = new Uint8Array(FIRST_ROOM)
  private readonly kindWords = new Words()
  private readonly channelWords = new Words(65_000)
  private readonly subjectWords = new Words(MOST_SUBJECTS)
  private offsets = new Uint32Array(1)
  private order = new Uint32Array(0)

  add(person: number, campaign: number, row: TouchRow): void {
    if (this.length === this.room) this.grow()
    const at = this.length++
    this.people[at] = person
    this.times[at] = row.occurredAt
    this.campaigns[at] = campaign
    this.subjects[at] = this.subjectWords.number(row.subject)
    this.kinds[at] = this.kindWords.number(row.touchKind)
    this.channels[at] = this.channelWords.number(row.channel)
    this.flags[at] =
      (row.side === 'sales' ? SALES : 0) |
      (row.direction === 'outbound' ? OUTBOUND : 0) |
      (row.machine ? MACHINE : 0) |
      (isAutomatic(row.attributes ?? {}) ? AUTOMATIC : 0) |
      (row.attributes?.reached === true ? REACHED : 0)
  }

  private grow(): void {
    this.room *= 2
    const wider = <Column extends Int32Array | Float64Array | Uint8Array | Uint16Array>(
      column: Column,
      made: Column,
    ): Column => {
      made.set(column as never)
      return made
    }
    this.people = wider(this.people, new Int32Array(this.room))
    this.times = wider(this.times, new Float64Array(this.room))
    this.campaigns = wider(this.campaigns, new Int32Array(this.room))
    this.subjects = wider(this.subjects, new Int32Array(this.room))
    this.kinds = wider(this.kinds, new Uint8Array(this.room))
    this.channels = wider(this.channels, new Uint16Array(this.room))
    this.flags = wider(this.flags, new Uint8Array(this.room))
  }

  /** Groups touches by person, in the order of time; equal instants stay in the order they were read. */
  group(people: number): void {
    this.offsets = new Uint32Array(people + 1)
    for (let at = 0; at < this.length; at++) this.offsets[this.people[at]! + 1]! += 1
    for (let person = 0; person < people; person++) this.offsets[person + 1]! += this.offsets[person]!
    this.order = new Uint32Array(this.length)
    const next = this.offsets.slice(0, people)
    for (let at = 0; at < this.length; at++) this.order[next[this.people[at]!]!++] = at
    for (let person = 0; person < people; person++) {
      this.order
        .subarray(this.offsets[person], this.offsets[person + 1])
        .sort((a, b) => this.times[a]! - this.times[b]! || a - b)
    }
  }

  /** Positions of a person's touches, oldest first; only after `group`. */
  of(person: number): Uint32Array {
    return this.order.subarray(this.offsets[person], this.offsets[person + 1])
  }

  at(touch: number): Instant {
    return this.times[touch]!
  }

  person(touch: number): number {
    return this.people[touch]!
  }

  isSales(touch: number): boolean {
    return (this.flags[touch]! & SALES) !== 0
  }

  /** Touches of each side made by people, and those made by machines. */
  sideCounts(): { marketing: number; sales: number; machine: number } {
    const counts = { marketing: 0, sales: 0, machine: 0 }
    for (let touch = 0; touch < this.length; touch++) {
      const flags = this.flags[touch]!
      counts[flags & MACHINE ? 'machine' : flags & SALES ? 'sales' : 'marketing'] += 1
    }
    return counts
  }

  /** Whether any touch is a seller's. */
  hasSelling(): boolean {
    return this.flags.subarray(0, this.length).some((flags) => (flags & SALES) !== 0)
  }

  campaign(touch: number): number {
    return this.campaigns[touch]!
  }

  channel(touch: number): string | null {
    return this.channelWords.word(this.channels[touch]!)
  }

  /** Marketing's touches, and how many of them say through which channel and for which campaign. */
  marketingCounts(): { touches: number; withChannel: number; withCampaign: number } {
    const counts = { touches: 0, withChannel: 0, withCampaign: 0 }
    for (let touch = 0; touch < this.length; touch++) {
      if (!isMarketingTouch(this.fact(touch))) continue
      counts.touches += 1
      if (this.channels[touch]! > 0) counts.withChannel += 1
      if (this.campaigns[touch]! >= 0) counts.withCampaign += 1
    }
    return counts
  }

  /** The touch as the measures see it. */
  fact(touch: number): TouchFact {
    const campaign = this.campaigns[touch]!
    return {
      id: String(touch).padStart(10, '0'),
      personId: String(this.people[touch]!),
      at: this.times[touch]!,
      ...this.sort(touch),
      channel: this.channel(touch),
      campaignId: campaign < 0 ? null : String(campaign),
    }
  }

  subject(touch: number): string | null {
    return this.subjectWords.word(this.subjects[touch]!)
  }

  private sort(touch: number) {
    const flags = this.flags[touch]!
    return {
      side: flags & SALES ? ('sales' as const) : ('marketing' as const),
      direction: flags & OUTBOUND ? ('outbound' as const) : ('inbound' as const),
      kind: this.kindWords.word(this.kinds[touch]!) ?? 'other',
      machine: (flags & MACHINE) !== 0,
      attributes: SAID[flags >> 3]!,
    }
  }
}
