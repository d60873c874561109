import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Command } from 'commander'
import { afterAll, expect, it, vi } from 'vitest'
import { addRemoteCommands } from '../../src/app/commands/remote.ts'
import { contracts } from '../../src/app/contracts.ts'
import { offeredTo } from '../trust/example-hand-offs.ts'
import { buildHome } from '../trust/world.ts'

/** A seller's hand-offs on the command line: list, show, accept, log an attempt, reject. */

const home = await buildHome()
const server = serve({ fetch: home.accord.app.fetch, port: 0 })
await new Promise((resolve) => server.once('listening', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
afterAll(() => void server.close())

const { token } = await home.make('api_key.create', {
  name: 'Terminal',
  scopes: ['handoff.read', 'handoff.work'],
  expiresAt: null,
})

async function accord(...words: string[]): Promise<string> {
  const program = new Command().exitOverride()
  addRemoteCommands(program, contracts)
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    await program.parseAsync([...words, '--url', url, '--api-key', token as string], { from: 'user' })
    return written.mock.calls.map(([text]) => String(text)).join('')
  } finally {
    written.mockRestore()
  }
}

it('the whole of a hand-off can be worked from the command line', async () => {
  const first = await offeredTo(home, home.admin)
  const second = await offeredTo(home, home.admin)
  const list = JSON.parse(await accord('handoff', 'list', '--view', 'all', '--json'))
  expect(list.items.map((item: { id: string }) => item.id).sort()).toEqual(
    [first.handOffId, second.handOffId].sort(),
  )
  expect(await accord('handoff', 'list', '--view', 'all')).toContain('Hanna North')
  const shown = JSON.parse(await accord('handoff', 'show', first.handOffId, '--json'))
  expect(shown).toMatchObject({ state: 'offered', handRaise: true, why: 'Asked for a demo' })
  expect(JSON.parse(await accord('handoff', 'accept', first.handOffId, '--json')).state).toBe('accepted')
  const tried = await accord(
    'handoff',
    'attempt',
    first.handOffId,
    '--kind',
    'call',
    '--note',
    'No answer',
    '--json',
  )
  expect(JSON.parse(tried)).toMatchObject({ state: 'working', attempts: 1, standing: 'met' })
  const rejected = await accord('handoff', 'reject', second.handOffId, '--reason', 'wrong_person', '--json')
  expect(JSON.parse(rejected)).toMatchObject({ state: 'rejected', reason: { key: 'wrong_person' } })
  await expect(accord('handoff', 'accept', second.handOffId)).rejects.toThrow(
    /Somebody was faster\. .* rejected it on/,
  )
  const logged = await accord(
    'activity',
    'log',
    first.personId,
    '--kind',
    'note',
    '--note',
    'Call on Friday',
    '--json',
  )
  expect(JSON.parse(logged)).toMatchObject({ stoppedClock: false })
  await accord('handoff', 'disqualify', first.handOffId, '--reason', 'no_need')
  home.accord.clock.now += 1_000
  const reopened = await accord('lead', 'reopen', first.personId, '--reason', 'mistake', '--json')
  expect(JSON.parse(reopened)).toMatchObject({ stageName: 'Inquiry', cycle: 2 })
  await expect(accord('lead', 'reopen', first.personId, '--reason', 'mistake')).rejects.toThrow(
    /This lead cannot be reopened\. It stands at Inquiry, which has not ended\./,
  )
})
