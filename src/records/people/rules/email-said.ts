import { claimedEmail } from './identity-live.ts'

/** Where an event may say an address; whatever stands there. */
export interface EmailPlaces {
  type: string
  proven: boolean
  userId: string | null
  traits: unknown
  contextTraits: unknown
  context: unknown
  properties: unknown
}

/**
 * The address that an event says its person has, by which people are matched: the first place with one that can be used. Traits of
 * a group are those of the company, and properties are believed with a secret only.
 *
 * @returns `null` where it says none, or only what is none
 * @example emailSaid({ type: 'track', userId: 'Ann@acme.test', traits: '' }) // 'ann@acme.test'
 */
export function emailSaid(event: EmailPlaces): string | null {
  const { type, proven, userId, traits, contextTraits, context, properties } = event
  const places = [
    type === 'group' ? null : traits,
    contextTraits,
    context,
    proven ? properties : null,
    userId,
  ]
  for (const place of places) {
    const email = typeof place === 'string' ? claimedEmail(place) : null
    if (email !== null) return email
  }
  return null
}
