import { defaultAgreementYaml } from '#agreement/document/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Operation } from '#platform/operation/index.ts'
import type { TestUser } from '../accord.ts'
import { type Example, fixed } from './example.ts'
import { ACCESS_EXAMPLES } from './example-access.ts'
import { HAND_OFF_EXAMPLES } from './example-hand-offs.ts'
import { NOTIFICATION_EXAMPLES } from './example-notifications.ts'
import { NURTURE_EXAMPLES } from './example-nurture.ts'
import {
  doubtfulPair,
  formMade,
  identityJoined,
  importAt,
  MAPPING,
  sellerWith,
  submissionHeld,
} from './example-records.ts'
import { addSampleOf, type Side } from './world.ts'

const byId = ({ id }: Record<string, unknown>) => ({ id })

/** An absence that the caller may enter: their own. */
async function away(side: Side, { email }: TestUser) {
  const sellerId = await sellerWith(side, email || `${newId()}@company.test`)
  return { sellerId, firstDay: '2026-12-24', lastDay: '2026-12-26' }
}

/** One example for each operation that cannot be called with an empty input. */
export const EXAMPLES: Record<string, Example> = {
  'write_key.create': fixed({ kind: 'public', name: 'Website' }),
  'write_key.change': {
    input: async (side) => {
      const { id } = await side.make('write_key.create', { kind: 'public', name: 'Website' })
      return { keyId: id, consent: 'required' }
    },
  },
  'write_key.revoke': {
    once: true,
    input: async (side) => {
      const { id } = await side.make('write_key.create', { kind: 'secret', name: 'Server' })
      return { keyId: id }
    },
  },
  'event_kind.set': fixed({ name: 'Trial Booked', kind: 'demo_request' }),
  'absence.create': { input: (side, caller) => away(side, caller) },
  'absence.change': {
    input: async (side, caller) => {
      const { id } = await side.make('absence.create', await away(side, caller))
      return { absenceId: id, firstDay: '2026-12-24', lastDay: '2026-12-31' }
    },
  },
  'absence.remove': {
    once: true,
    input: async (side, caller) => {
      const { id } = await side.make('absence.create', await away(side, caller))
      return { absenceId: id }
    },
  },
  'routing.simulate': fixed({
    clause:
      'routing:\n  rules: [{ key: rest, name: Rest, match: catch_all, pool: all, watchedBy: sales }]\n  pools: [{ key: all, name: All, calendar: office, members: [] }]\n',
  }),
  'agreement.check': fixed({ yaml: defaultAgreementYaml }),
  'agreement.compare': fixed({ from: 1, to: 1 }),
  'agreement.adopt': {
    once: true,
    input: ({ accord }) => {
      // a version must begin later than the one before it
      accord.clock.now += 1_000
      return { yaml: defaultAgreementYaml, note: 'Reviewed' }
    },
  },
  'report.records': fixed({ figure: 'win_rate' }),
  'report.explain': fixed({ figure: 'win_rate' }),
  'sample.load': { ...fixed({}), keyStatus: 403 },
  'sample.remove': {
    once: true,
    input: async (side, caller) => ({ workspaceId: await addSampleOf(side, caller) }),
  },
  'import.create': fixed({ name: 'People of June' }),
  'import.upload': {
    input: async (side) => ({ id: (await importAt(side, 'draft')).id, name: 'people.csv' }),
    upload: 'Email\nnora@northwind.test\n',
  },
  'import.discard': { input: async (side) => byId(await importAt(side, 'draft')), once: true },
  'import.removeFile': { input: (side) => importAt(side, 'draft'), once: true },
  'import.read': { input: async (side) => byId(await importAt(side, 'draft')) },
  'import.preview': { input: async (side) => byId(await importAt(side, 'ready')) },
  'import.look': { input: async (side) => byId(await importAt(side, 'draft')), once: true },
  'import.setMapping': {
    input: async (side) => ({ ...byId(await importAt(side, 'ready')), mapping: MAPPING }),
  },
  'import.dryRun': { input: async (side) => byId(await importAt(side, 'ready')), once: true },
  'import.start': { input: async (side) => byId(await importAt(side, 'ready')), once: true },
  'import.cancel': { input: async (side) => byId(await importAt(side, 'running')), once: true },
  'import.undo': { input: async (side) => byId(await importAt(side, 'done')), once: true },
  'import.errors': { input: async (side) => byId(await importAt(side, 'done')) },
  'mapping.save': { input: () => ({ name: `People ${newId()}`, mapping: MAPPING }) },
  'mapping.delete': {
    once: true,
    input: async (side) =>
      byId(await side.make('mapping.save', { name: `People ${newId()}`, mapping: MAPPING })),
  },
  'review.merge': {
    once: true,
    input: async (side) => {
      const pair = await doubtfulPair(side)
      return { ...pair, survivorId: pair.leftId }
    },
  },
  'review.keepApart': { input: doubtfulPair, once: true },
  'merge.undo': {
    once: true,
    input: async (side) => {
      const pair = await doubtfulPair(side)
      const { mergeId } = await side.make('review.merge', { ...pair, survivorId: pair.leftId })
      return { id: mergeId }
    },
  },
  'form.create': { input: () => ({ name: `Contact ${newId()}`, kind: 'contact_request' }) },
  'form.read': { input: formMade },
  'form.update': { input: async (side) => ({ ...(await formMade(side)), thanksText: 'Thanks' }) },
  'form.stop': { input: formMade },
  'form.restart': { input: formMade },
  'submission.list': { input: formMade },
  'submission.release': { input: (side) => submissionHeld(side, 'held'), once: true },
  'submission.discard': { input: (side) => submissionHeld(side, 'held'), once: true },
  'submission.hold': { input: (side) => submissionHeld(side, 'refused'), once: true },
  'identity.list': { input: ({ records: { personId } }) => ({ personId }) },
  'identity.takeBack': { input: identityJoined, once: true },
  'freeMail.set': fixed({ domain: 'club.test', isFreeMail: true }),
  'account.read': { input: ({ records: { accountId } }) => ({ accountId }) },
  'opportunity.read': { input: ({ records: { opportunityId } }) => ({ opportunityId }) },
  'lead.read': { input: ({ records: { personId } }) => ({ personId }) },
  'lead.timeline': { input: ({ records: { personId } }) => ({ personId }) },
  'lead.explainScore': { input: ({ records: { personId } }) => ({ personId }) },
  'lead.history': { input: ({ records: { personId } }) => ({ personId }) },
  'routing.ofLead': { input: ({ records: { personId } }) => ({ personId }) },
  'routing.try': { input: ({ records: { personId } }) => ({ personId }) },
  'search.find': fixed({ query: 'north' }),
  ...ACCESS_EXAMPLES,
  ...HAND_OFF_EXAMPLES,
  ...NOTIFICATION_EXAMPLES,
  ...NURTURE_EXAMPLES,
}

/**
 * The example of an operation; an operation that takes an empty input needs none.
 *
 * @throws {Error} that says what to add, when a new operation needs one
 */
export function exampleOf(operation: Operation): Example {
  const example = EXAMPLES[operation.id]
  if (example) return example
  if (!operation.upload && operation.input.safeParse({}).success) return fixed({})
  throw new Error(
    `The operation ${operation.id} needs an example of a valid input: add it to EXAMPLES in test/trust/examples.ts`,
  )
}
