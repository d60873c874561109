import { emailSaid } from '#records/people/rules/email-said.ts'
import type { JsonObject } from './clean.ts'
import { objectOf } from './consent.ts'
import type { EventPayload, EventType } from './event.ts'

/** Who an event says it is about. */
export interface SeenPerson {
  anonymousId: string | null
  userId: string | null
  previousId: string | null
  email: string | null
  traits: Record<string, string | number | boolean | null>
}

interface Said {
  type: EventType
  anonymousId: string | null
  userId: string | null
  payload: EventPayload
  proven: boolean
}

/** What nobody outside may decide, however it is spelled. */
const NEVER =
  /^(?:owner|seller|stage|lifecycle|score|fit|engagement|grade|account_?id|person_?id|workspace|id$)/i
const MOST_TRAITS = 60
const LONGEST = 500

/**
 * What an event says of the person behind it: ids, e-mail address and plain traits, without those that only we decide.
 *
 * @example sightingOf({ type: 'identify', anonymousId: 'a', userId: null, payload: { context: {}, properties: {}, traits: { email: 'Ann@acme.test' } } }).email // 'ann@acme.test'
 */
export function sightingOf({ type, anonymousId, userId, payload, proven }: Said): SeenPerson {
  const { traits, context, properties } = payload
  const said: JsonObject = { ...objectOf(context.traits), ...(type === 'group' ? company(payload) : traits) }
  const email = emailSaid({
    ...{ type, proven, userId, traits: traits.email, contextTraits: objectOf(context.traits).email },
    ...{ context: context.email, properties: properties.email },
  })
  const plain = Object.entries(said).filter(
    (entry): entry is [string, string | number | boolean | null] =>
      entry[0] !== 'email' && !NEVER.test(entry[0]) && (typeof entry[1] !== 'object' || entry[1] === null),
  )
  return {
    anonymousId,
    userId,
    previousId: type === 'alias' ? (payload.previousId ?? null) : null,
    email,
    traits: Object.fromEntries(
      plain
        .slice(0, MOST_TRAITS)
        .map(([name, value]) => [
          name.slice(0, 60),
          typeof value === 'string' ? value.slice(0, LONGEST) : value,
        ]),
    ),
  }
}

/** Traits of a group are those of the company, not of the person. */
function company({ traits, groupId }: EventPayload): JsonObject {
  const known = {
    company: traits.name ?? groupId,
    companyDomain: traits.domain ?? traits.website,
    industry: traits.industry,
    employees: traits.employees,
  }
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as JsonObject
}
