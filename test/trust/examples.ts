import { defaultAgreementYaml } from '#agreement/document/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Operation } from '#platform/operation/index.ts'
import { operationNamed, PASSWORD, SETUP_TOKEN, type TestUser } from '../accord.ts'
import { contested, handOffAfter, justAccepted, offeredTo, qualifiedLead } from './example-hand-offs.ts'
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
import { addSampleOf, addUserTo, type Side, signedIn } from './world.ts'

/** A valid call of an operation, made anew for each use. */
export interface Example {
  /** what to send; may first create what the call needs. `caller` is who will send it (the administrator unless told) */
  input(side: Side, caller: TestUser): Promise<Record<string, unknown>> | Record<string, unknown>
  /** the file, for operations that take one */
  upload?: string
  /** what an allowed call answers, when it is neither 200 nor 204 */
  status?: number
  /** what an API key is answered although its scope fits: some doors are for people only */
  keyStatus?: number
  /** what someone is answered who is no member anywhere, where that differs */
  statusWithoutWorkspace?: number
  /** of many such calls at once exactly one takes effect; the others are refused */
  once?: true
  /** ends sessions of the caller or changes their password: sent from a session made for it */
  ownSession?: true
}

const byId = ({ id }: Record<string, unknown>) => ({ id })

const handOffOnly = ({ handOffId }: { handOffId: string }) => ({ handOffId })

const fixed = (input: Record<string, unknown>): Example => ({ input: () => input })

const invited = async (side: Side) => {
  const { id, url } = await side.make('invitation.create', {
    email: `${newId()}@company.test`,
    role: 'sales',
  })
  return { id: id as string, token: (url as string).split('#')[1]! }
}

/** An absence that the caller may enter: their own. */
async function away(side: Side, { email }: TestUser) {
  const sellerId = await sellerWith(side, email || `${newId()}@company.test`)
  return { sellerId, firstDay: '2026-12-24', lastDay: '2026-12-26' }
}

/** One example for each operation that cannot be called with an empty input. */
export const EXAMPLES: Record<string, Example> = {
  'setup.complete': {
    ...fixed({
      token: SETUP_TOKEN,
      name: 'Eve',
      email: 'eve@company.test',
      password: PASSWORD,
      workspaceName: 'Second company',
      timeZone: 'UTC',
      currency: 'EUR',
    }),
    status: 410,
  },
  'session.create': {
    input: (_, caller) => ({ email: caller.email, password: PASSWORD }),
    ownSession: true,
  },
  'session.delete': { ...fixed({}), ownSession: true },
  'session.switch_workspace': {
    input: async (side, caller) => {
      const { body } = await caller.call(operationNamed(side.accord, 'session.read'))
      return { workspaceId: body.workspaces[0]?.id ?? newId() }
    },
    statusWithoutWorkspace: 404,
    ownSession: true,
  },
  'session.revoke': {
    once: true,
    input: async (side, caller) => {
      if (!caller.email) return { sessionId: newId() }
      const other = await signedIn(side.accord, caller.email)
      const { body } = await other.call(operationNamed(side.accord, 'session.list'))
      return { sessionId: body.items.find((one: { current: boolean }) => one.current).id }
    },
  },
  'password.change': { ...fixed({ currentPassword: PASSWORD, newPassword: PASSWORD }), ownSession: true },
  'password.reset': {
    once: true,
    input: async (side) => {
      const userId = await addUserTo(side)
      const { url } = await side.make('member.create_reset_link', { userId })
      return { token: (url as string).split('#')[1], newPassword: PASSWORD }
    },
  },
  'workspace.update': fixed({ name: 'Renamed company' }),
  'member.change_role': {
    input: async (side) => ({ userId: await addUserTo(side), role: 'marketing' }),
  },
  'member.revoke': { input: async (side) => ({ userId: await addUserTo(side) }) },
  'member.restore': { input: async (side) => ({ userId: await addUserTo(side) }) },
  'member.create_reset_link': {
    input: async (side) => ({ userId: await addUserTo(side) }),
    keyStatus: 403,
  },
  'invitation.create': { input: () => ({ email: `${newId()}@company.test`, role: 'sales' }) },
  'invitation.revoke': { input: async (side) => ({ invitationId: (await invited(side)).id }), once: true },
  'invitation.read': { input: async (side) => ({ token: (await invited(side)).token }) },
  'invitation.accept': {
    once: true,
    input: async (side) => ({ token: (await invited(side)).token, name: 'Sam', password: PASSWORD }),
  },
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
  'api_key.create': {
    ...fixed({ name: 'Script', scopes: ['record.read'], expiresAt: null }),
    keyStatus: 403,
  },
  'api_key.revoke': {
    once: true,
    input: async (side) => {
      const { id } = await side.make('api_key.create', {
        name: 'Script',
        scopes: ['record.read'],
        expiresAt: null,
      })
      return { apiKeyId: id }
    },
  },
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
  'handoff.read': { input: async (side, caller) => handOffOnly(await offeredTo(side, caller)) },
  'handoff.ofLead': { input: ({ records: { personId } }) => ({ personId }) },
  'handoff.accept': { input: async (side, caller) => handOffOnly(await offeredTo(side, caller)), once: true },
  'handoff.reject': {
    input: async (side, caller) => ({
      ...handOffOnly(await offeredTo(side, caller)),
      reason: 'wrong_person',
    }),
    once: true,
  },
  'handoff.attempt': {
    input: async (side, caller) => ({ ...handOffOnly(await offeredTo(side, caller)), kind: 'call' }),
  },
  'handoff.pause': {
    input: async (side, caller) => ({
      ...handOffOnly(await offeredTo(side, caller)),
      until: new Date(side.accord.clock.now + 86_400_000).toISOString(),
      reason: 'On holiday',
    }),
    once: true,
  },
  'handoff.resume': {
    input: async (side, caller) => {
      const until = new Date(side.accord.clock.now + 86_400_000).toISOString()
      return handOffOnly(await handOffAfter(side, caller, ['handoff.pause', { until, reason: 'On holiday' }]))
    },
    once: true,
  },
  'handoff.recycle': {
    input: async (side, caller) => ({
      ...handOffOnly(await handOffAfter(side, caller, ['handoff.accept'])),
      reason: 'bad_timing',
    }),
    once: true,
  },
  'handoff.disqualify': {
    input: async (side, caller) => ({
      ...handOffOnly(await handOffAfter(side, caller, ['handoff.accept'])),
      reason: 'no_need',
    }),
    once: true,
  },
  'handoff.convert': {
    input: async (side, caller) => handOffOnly(await handOffAfter(side, caller, ['handoff.accept'])),
    once: true,
  },
  'handoff.undo': { input: justAccepted, once: true },
  'handoff.reassign': {
    input: async (side, caller) => {
      const { handOffId } = await offeredTo(side, caller)
      const { sellerId } = await offeredTo(side, caller)
      return { handOffIds: [handOffId], sellerId }
    },
  },
  'leak.items': fixed({ kind: 'unrouted' }),
  'leak.mend': {
    input: async (side) => ({ kind: 'unrouted', personIds: [(await qualifiedLead(side)).personId] }),
  },
  'leak.enrol': { input: ({ records: { personId } }) => ({ personIds: [personId] }) },
  'handoff.offer': { input: qualifiedLead, once: true },
  'handoff.dispute': {
    input: async (side, caller) => ({
      ...handOffOnly(await handOffAfter(side, caller, ['handoff.reject', { reason: 'other' }])),
      note: 'A good lead',
    }),
    once: true,
  },
  'handoff.settle': {
    input: async (side, caller) => ({
      ...(await contested(side, caller)),
      outcome: 'upheld',
      answer: 'Both leaders agree',
    }),
    once: true,
  },
  'activity.log': { input: ({ records: { personId } }) => ({ personId, kind: 'call' }) },
  'search.find': fixed({ query: 'north' }),
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
