import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { seller } from '#records/people/tables.ts'
import { newId } from '../../src/platform/kernel/ids.ts'
import { operationNamed, PASSWORD, type TestUser } from '../accord.ts'
import { offeredTo } from './example-hand-offs.ts'
import { buildHome, type Side } from './world.ts'

/** whoever is invited chooses their own name, and must not become somebody's manager by it. */
describe('who manages a seller', () => {
  let home: Side
  let offered: Awaited<ReturnType<typeof offeredTo>>

  const ask = (user: TestUser, id: string, input = {}) => user.call(operationNamed(home.accord, id), input)

  /** Somebody who accepts an invitation, under a name of the invitation's or of their own choice. */
  async function joins(email: string, { given, chosen }: { given?: string; chosen?: string }) {
    const invitation = { email, role: 'sales', ...(given !== undefined && { name: given }) }
    const { url } = (await home.make('invitation.create', invitation)) as { url: string }
    const user = home.accord.visitor()
    const token = url.split('#')[1]
    const accepted = await ask(user, 'invitation.accept', { token, name: chosen, password: PASSWORD })
    expect(accepted.status).toBe(200)
    return user
  }

  const managedBy = (manager: string) =>
    home.accord.database.workspace(home.workspaceId, (tx) =>
      tx
        .update(seller)
        .set({ manager })
        .where(and(eq(seller.workspaceId, home.workspaceId), eq(seller.id, offered.sellerId))),
    )

  /** What a manager may: see who manages, enter absences, act on the hand-off of the seller. */
  async function rightsOf(user: TestUser) {
    const days = { firstDay: '2030-12-01', lastDay: '2030-12-02' }
    const { handOffId, sellerId } = offered
    const moved = await ask(user, 'handoff.reassign', { handOffIds: [handOffId], sellerId })
    const away = await ask(user, 'absence.create', { sellerId, ...days })
    const { manages } = (await ask(user, 'handoff.counts', { view: 'all' })).body
    return [moved.status, away.status, manages]
  }
  const NONE = [403, 403, 0]
  const ALL = [200, 200, 1]

  beforeAll(async () => {
    home = await buildHome()
    offered = await offeredTo(home, home.admin)
    await managedBy('Big Boss')
  })

  it('is not whoever calls themselves by the name', async () => {
    expect(await rightsOf(await joins('eve@company.test', { chosen: ' big boss ' }))).toEqual(NONE)
    expect(await rightsOf(await joins('mallory@company.test', { given: '', chosen: 'Big Boss' }))).toEqual(
      NONE,
    )
  })

  it('nor who was invited under another name', async () => {
    const user = await joins('trudy@company.test', { given: 'Trudy', chosen: 'Big Boss' })
    expect(await rightsOf(user)).toEqual(NONE)
    const { items } = (await ask(user, 'member.list')).body
    expect(items.map(({ name }: { name: string }) => name)).toContain('Trudy')
  })

  it('is who was invited under the name, also where they were here before under one of their own', async () => {
    expect(await rightsOf(await joins('boss@company.test', { given: 'Big boss' }))).toEqual(ALL)
    const again = 'joined-before@company.test'
    await joins(again, { chosen: 'B. Boss' })
    const { items } = (await home.make('member.list')) as { items: { userId: string; email: string }[] }
    await home.make('member.revoke', { userId: items.find(({ email }) => email === again)!.userId })
    expect(await rightsOf(await joins(again, { given: 'Big Boss' }))).toEqual(ALL)
  })

  it('is who has the address that stands with the seller', async () => {
    await managedBy(' Chief@company.test')
    expect(await rightsOf(await joins('chief@company.test', { chosen: 'Anybody' }))).toEqual(ALL)
  })

  it('is who has the address of the seller that is named', async () => {
    const { workspaceId } = home
    const email = 'lea@company.test'
    const named = { name: 'Lea Lead', nameNorm: 'lea lead', email, emailNorm: email }
    await home.accord.database.workspace(workspaceId, (tx) =>
      tx.insert(seller).values({ workspaceId, id: newId(), ...named, recordedAt: home.accord.clock.now }),
    )
    await managedBy('lea lead')
    expect(await rightsOf(await joins(email, { chosen: 'L.' }))).toEqual(ALL)
    expect(await rightsOf(await joins('liar@company.test', { chosen: 'Lea Lead' }))).toEqual(NONE)
  })
})
