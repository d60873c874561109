import { AsyncLocalStorage } from 'node:async_hooks'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isMutation } from '#platform/operation/index.ts'
import { send, successOf } from './calls.ts'
import { tableDigests } from './digest.ts'
import { exampleOf } from './examples.ts'
import { buildHome, expendable, isOutside } from './world.ts'

/** T-03: each change with its first statement failing, then its second, and so on until it passes. */
const MOST_STATEMENTS = 200
/** By so many statements two calls of one operation differ at most. */
const MAY_BE_FEWER = 3

const FAILURE = 'XX000'
const CONFLICT = '40001'

/** What is done before a sign-in that fails, and stands. */
const STANDS = ['invitation.accept', 'setup.complete']

/** Statements of the request under test alone: whatever the program does beside it does not count. */
const asked = new AsyncLocalStorage<{ answered: boolean }>()

/** What a request leaves to be done after its answer does not count. */
async function ask<Answer>(request: () => Promise<Answer>): Promise<Answer> {
  const here = { answered: false }
  return asked.run(here, request).finally(() => {
    here.answered = true
  })
}

/** Counts statements while armed, and fails the one whose turn it is. */
const fault = {
  turn: 0,
  seen: 0,
  code: '',
  inside: false,
  onStatement: ({ text }: { text: string }) => {
    if (asked.getStore()?.answered !== false) return undefined
    fault.inside ||= text.startsWith('begin')
    // a conflict is between transactions, so the look-up of the session before them meets none
    const counts = fault.inside || fault.code !== CONFLICT
    if (fault.turn === 0 || text === 'rollback' || !counts) return undefined
    fault.seen += 1
    if (fault.seen === fault.turn)
      throw Object.assign(new Error('the database failed here'), { code: fault.code })
    return undefined
  },
  arm(turn: number, code: string) {
    Object.assign(fault, { turn, seen: 0, code, inside: false })
  },
  disarm(): boolean {
    const fired = fault.seen >= fault.turn
    fault.turn = 0
    return fired
  },
}

const home = await buildHome({ onStatement: fault.onStatement })
const { accord } = home
let faults = 0
afterAll(() => console.info(`fault: ${faults} failed statements`))

/**
 * Tables in which a failed call may leave a row: signing in opens a session before it is on record, and the cookie of that
 * session never leaves the server.
 */
const LEFT_BEHIND: Record<string, readonly string[]> = { 'session.create': ['session'] }

async function digestWithout(tables: readonly string[] = []) {
  const digests = await tableDigests(accord.database)
  return Object.fromEntries(Object.entries(digests).filter(([name]) => !tables.includes(name)))
}

/** Bytes that imports keep, and those on their way. */
function storedFiles(): string[] {
  const folder = join(accord.dataDir, 'uploads')
  return existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]).sort() : []
}

const mutations = accord.handlers.map(({ operation }) => operation).filter(isMutation)

/** How many statements the failing of which is tried before anything is looked at: as many as such a call takes. */
async function statementsOf(operation: (typeof mutations)[number]): Promise<number> {
  if (isOutside(operation)) return 0
  const example = exampleOf(operation)
  const input = await example.input(home, home.admin)
  fault.arm(MOST_STATEMENTS, FAILURE)
  const answer = await ask(() => send(home.admin, operation, input, { example }))
  fault.disarm()
  expect(answer.status, answer.text).toBe(successOf(operation, example))
  return fault.seen
}

describe.each(mutations.map((operation) => [operation.id, operation] as const))('%s', (_, operation) => {
  it('does all or nothing, whichever statement fails, and works when tried again', async () => {
    const example = exampleOf(operation)
    const left = LEFT_BEHIND[operation.id]
    // What any of them left behind is still there after the last: all tables are looked at then.
    const last = await statementsOf(operation)
    const sender = example.ownSession ? await expendable(home) : home.admin
    const input = await example.input(home, sender)
    const before = await digestWithout(left)
    const files = storedFiles()
    let lookedAt = 0
    for (let turn = 1; turn <= MOST_STATEMENTS; turn += 1) {
      const user = Object.assign(accord.visitor(), { cookie: sender.cookie, email: sender.email })
      fault.arm(turn, FAILURE)
      const answer = await ask(() => send(user, operation, input, { example, address: `198.51.100.${turn}` }))
      const fired = fault.disarm()
      const what = `statement ${turn}: ${answer.status} ${answer.text}`
      if (!fired || (answer.status < 300 && STANDS.includes(operation.id))) {
        expect(answer.status, what).toBe(successOf(operation, example))
        expect(lookedAt, 'the tables were looked at after the last failure').toBe(turn - 1)
        if (operation.id !== 'setup.complete' && answer.status < 300 && !isOutside(operation))
          expect(await digestWithout(left), what).not.toEqual(before)
        break
      }
      faults += 1
      expect(answer.status, what).toBeGreaterThanOrEqual(500)
      expect(answer.text).not.toContain('the database failed here')
      expect(storedFiles(), what).toEqual(files)
      if (turn < last - MAY_BE_FEWER) continue
      expect(await digestWithout(left), what).toEqual(before)
      lookedAt = turn
    }
  })

  it.skipIf(isOutside(operation))('goes unharmed through a conflict at any statement', async () => {
    const example = exampleOf(operation)
    for (let turn = 1, fired = true; fired && turn <= MOST_STATEMENTS; turn += 1) {
      const input = await example.input(home, home.admin)
      fault.arm(turn, CONFLICT)
      const answer = await ask(() => send(home.admin, operation, input, { example }))
      fired = fault.disarm()
      expect(answer.status, `conflict at statement ${turn}: ${answer.text}`).toBe(
        successOf(operation, example),
      )
    }
    expect((await home.make('audit.verify')).intact).toBe(true)
  })
})
