import { expect, it } from 'vitest'
import { type EmailPlaces, emailSaid } from './email-said.ts'

const nowhere: EmailPlaces = {
  ...{ type: 'track', proven: false, userId: null },
  ...{ traits: undefined, contextTraits: null, context: undefined, properties: undefined },
}

it.each<[string, Partial<EmailPlaces>, string | null]>([
  [
    'the traits first',
    { traits: ' Ann@a.test', contextTraits: 'bob@a.test', userId: 'cy@a.test' },
    'ann@a.test',
  ],
  [
    'what is none is passed over',
    { traits: '', contextTraits: 'not yet', context: 'cy@a.test' },
    'cy@a.test',
  ],
  ['no text is none', { traits: 7, contextTraits: { email: 'x' }, context: ['ann@a.test'] }, null],
  ['a user id that is one', { traits: 'none', userId: 'Ann@A.test' }, 'ann@a.test'],
  ['properties with a secret', { proven: true, properties: 'ann@a.test' }, 'ann@a.test'],
  ['properties without', { properties: 'ann@a.test' }, null],
  ['traits of a group are the company’s', { type: 'group', traits: 'info@a.test' }, null],
  ['nowhere', {}, null],
])('the address an event says: %s', (_, places, said) => {
  expect(emailSaid({ ...nowhere, ...places })).toBe(said)
})
