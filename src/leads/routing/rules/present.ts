import type { Instant } from '#platform/kernel/instant.ts'
import type { PoolMember, Seller } from './sellers.ts'

/** Leads of one seller: in work at present, and given since midnight. */
export interface Load {
  open: number
  today: number
}

/** Someone who was passed over, and why, in a sentence. */
export interface Skipped {
  /** null where the agreement names nobody that is known */
  sellerId: string | null
  name: string
  why: string
}

/** A member of a pool who may be chosen. */
export interface Candidate {
  seller: Seller
  weight: number
}

/** When sellers are there, beside when the lead needs an answer. */
export interface Presence {
  /** when someone is next in, by the calendar and their absences; the instant itself while they are in; null: never again */
  nextIn: (sellerId: string) => Instant | null
  /** until when somebody has to respond */
  dueAt: Instant
  /** an instant as people read it, in the time zone of the calendar */
  say: (at: Instant) => string
}

/** What a pool needs to choose. */
export interface Circumstances extends Presence {
  /** sellers that must not get this lead, e.g. because they had it */
  excluding: readonly string[]
  load: (sellerId: string) => Load
}

/** Whether someone who is next in at that instant can respond in time. */
export const isInTime = (inAt: Instant | null, { dueAt }: Pick<Presence, 'dueAt'>): boolean =>
  inAt !== null && inAt < dueAt

/**
 * Who of a pool may get a lead now. Someone out of hours or away is passed over only when they would come in after the response is
 * due and another comes in before it.
 */
export function presentOf(
  members: readonly PoolMember[],
  circumstances: Circumstances,
): { present: Candidate[]; skipped: Skipped[] } {
  const skipped: Skipped[] = []
  const able: (Candidate & { inAt: Instant | null })[] = []
  for (const member of members) {
    const why = refusal(member, circumstances)
    if (why !== null) {
      const { seller, written } = member
      skipped.push({ sellerId: seller?.id ?? null, name: seller?.name ?? written, why })
    } else {
      const seller = member.seller!
      able.push({ seller, weight: member.weight, inAt: circumstances.nextIn(seller.id) })
    }
  }
  const inTime = ({ inAt }: { inAt: Instant | null }) => isInTime(inAt, circumstances)
  const present = able.some(inTime) ? able.filter(inTime) : able
  for (const { seller, inAt } of able) {
    if (present.some((one) => one.seller.id === seller.id)) continue
    skipped.push({ sellerId: seller.id, name: seller.name, why: late(inAt, circumstances) })
  }
  return { present: present.map(({ seller, weight }) => ({ seller, weight })), skipped }
}

function refusal(member: PoolMember, { excluding, load }: Circumstances): string | null {
  const { seller, trouble, weight, dailyCap, openCap } = member
  if (seller === null) return trouble
  if (excluding.includes(seller.id)) return 'Had this lead already.'
  if (weight === 0) return 'Takes no turns: weight 0.'
  const { open, today } = load(seller.id)
  if (dailyCap !== null && today >= dailyCap) return `Has had ${today} today; the cap is ${dailyCap} a day.`
  if (openCap !== null && open >= openCap) return `Has ${open} in work; the cap is ${openCap}.`
  return null
}

/** Why someone who cannot respond in time was passed over. */
export function late(inAt: Instant | null, { dueAt, say }: Presence): string {
  const need = `the response is due ${say(dueAt)}, and others are in before`
  return inAt === null ? `Is not coming in again; ${need}.` : `Not in before ${say(inAt)}; ${need}.`
}
