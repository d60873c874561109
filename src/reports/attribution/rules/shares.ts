/** Credit shares of the touches of one journey, in its order; they sum to 1 (empty for a journey without touches). */
export type Shares = number[]

/** A place in the journey that a model rewards, and its weight; `null` where the milestone is missing. */
export interface Milestone {
  at: number | null
  weight: number
}

/** All credit to one touch. */
export function onlyShares(touches: number, at: number): Shares {
  return Array.from({ length: touches }, (_, place) => (place === at ? 1 : 0))
}

/**
 * All credit to the last touch that is not direct; to the last when every touch is direct.
 *
 * @param channels of the touches in order
 */
export function lastNonDirectShares(channels: readonly string[]): Shares {
  const found = channels.findLastIndex((channel) => channel.toLowerCase() !== 'direct')
  return onlyShares(channels.length, found === -1 ? channels.length - 1 : found)
}

/** Equal credit. */
export function linearShares(touches: number): Shares {
  return Array.from({ length: touches }, () => 1 / touches)
}

/**
 * Credit to milestones, the rest to the touches between. One touch on two milestones gets both weights; a missing milestone's
 * weight goes to what is present in proportion; without touches between, the rest goes to the milestones.
 *
 * @param rest weight shared by the touches that are no milestone
 * @example milestoneShares(5, [{ at: 0, weight: 30 }, { at: 2, weight: 30 }, { at: 4, weight: 30 }], 10) // [0.3, 0.05, 0.3, 0.05, 0.3]
 */
export function milestoneShares(touches: number, milestones: readonly Milestone[], rest: number): Shares {
  const weights = Array.from({ length: touches }, () => 0)
  const rewarded = new Set<number>()
  for (const { at, weight } of milestones) {
    if (at === null) continue
    weights[at] = weights[at]! + weight
    rewarded.add(at)
  }
  const between = touches - rewarded.size
  if (between > 0) {
    for (let place = 0; place < touches; place += 1) if (!rewarded.has(place)) weights[place] = rest / between
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return total === 0 ? linearShares(touches) : weights.map((weight) => weight / total)
}

/** U: 40 to the first, 40 to lead creation, 20 to the rest. */
export function uShares(touches: number, lead: number | null): Shares {
  return milestoneShares(touches, milestonesAt([0, lead], 40), 20)
}

/** W: 30 to the first, 30 to lead creation, 30 to opportunity creation, 10 to the rest. */
export function wShares(touches: number, lead: number | null, opportunity: number | null): Shares {
  return milestoneShares(touches, milestonesAt([0, lead, opportunity], 30), 10)
}

/** Full path: 22.5 to each of first, lead creation, opportunity creation and close, 10 to the rest. */
export function fullPathShares(
  touches: number,
  lead: number | null,
  opportunity: number | null,
  close: number | null,
): Shares {
  return milestoneShares(touches, milestonesAt([0, lead, opportunity, close], 22.5), 10)
}

function milestonesAt(places: readonly (number | null)[], weight: number): Milestone[] {
  return places.map((at) => ({ at, weight }))
}

/**
 * Time decay: a touch weighs half as much for each half-life between it and the milestone.
 *
 * @param agesDays days from each touch to the milestone, 0 or more
 * @param halfLifeDays 7 unless the agreement says otherwise
 */
export function timeDecayShares(agesDays: readonly number[], halfLifeDays = 7): Shares {
  // Taken from the youngest, so that very old journeys do not vanish in rounding.
  const youngest = Math.min(...agesDays)
  const weights = agesDays.map((age) => 2 ** (-(age - youngest) / halfLifeDays))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}
