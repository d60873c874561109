import { sql } from 'drizzle-orm'
import { afterAll, describe, expect, it } from 'vitest'
import { isMutation } from '#platform/operation/index.ts'
import { operationNamed, PASSWORD, type TestUser } from '../accord.ts'
import { type Sent, send } from './calls.ts'
import { MAPPING } from './example-records.ts'
import { exampleOf } from './examples.ts'
import { buildWorld, expendable, isOutside, signedIn } from './world.ts'

/** T-02: the same request fifty times at the same moment. */
const TOGETHER = 50

const { accord, home, foreign } = await buildWorld()
let sent = 0
afterAll(() => console.info(`race: ${sent} calls, ${TOGETHER} at a time`))

const together = async <T>(work: (n: number) => Promise<T>, count = TOGETHER): Promise<T[]> => {
  sent += count
  return Promise.all(Array.from({ length: count }, (_, n) => work(n)))
}

/** Never an error of ours; a server with too much to do may ask to come back later. */
function judge(answer: Sent): void {
  if (answer.status === 503) expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
  else expect(answer.status, answer.text).toBeLessThan(500)
}

const succeeded = (answers: Sent[]) => answers.filter((answer) => answer.status < 300)

async function auditLines(): Promise<number> {
  const { rows } = await accord.database.system((tx) =>
    tx.execute<{ count: number }>(
      sql`select count(*)::int as count from audit_entry where workspace_id = ${home.workspaceId}::uuid`,
    ),
  )
  return rows[0]!.count
}

async function isIntact(): Promise<boolean> {
  return (await home.make('audit.verify')).intact === true
}

/** The same browser many times over. */
function copiesOf(user: TestUser): () => TestUser {
  return () => Object.assign(accord.visitor(), { cookie: user.cookie, email: user.email })
}

const mutations = accord.handlers.map(({ operation }) => operation).filter(isMutation)

describe.each(mutations.map((operation) => [operation.id, operation] as const))('%s', (_, operation) => {
  const example = exampleOf(operation)

  it(`${TOGETHER} times at once: ${example.once ? 'one wins, ' : ''}none fails on our side, each success is on record`, async () => {
    const sender = example.ownSession ? await expendable(home) : home.admin
    const input = await example.input(home, sender)
    const copy = copiesOf(sender)
    const before = await auditLines()
    const answers = await together((n) =>
      send(copy(), operation, input, { example, address: `198.51.100.${n}` }),
    )
    for (const answer of answers) judge(answer)
    const winners = succeeded(answers).length
    if (example.once) expect(winners).toBe(1)
    if (!isOutside(operation)) expect(await auditLines()).toBe(before + winners)
    expect(await isIntact()).toBe(true)
  })
})

describe('what must be there once', () => {
  it('is one open invitation to an address, however many are made at once', async () => {
    const invite = operationNamed(accord, 'invitation.create')
    const email = 'often@company.test'
    const copy = copiesOf(home.admin)
    await together(() => send(copy(), invite, { email, role: 'sales' }))
    const list = await home.admin.call(operationNamed(accord, 'invitation.list'), { limit: 500 })
    expect(list.body.items.filter((one: { email: string }) => one.email === email)).toHaveLength(1)
  })

  it('is one mapping of a name, and one job that loads the sample company', async () => {
    const save = operationNamed(accord, 'mapping.save')
    const load = operationNamed(accord, 'sample.load')
    const copy = copiesOf(home.admin)
    await together(() => send(copy(), save, { name: 'Often', mapping: MAPPING }))
    await together(() => send(copy(), load, {}))
    const list = (await home.make('mapping.list', { limit: 500 })).items as { name: string }[]
    expect(list.filter((one) => one.name === 'Often')).toHaveLength(1)
    const { rows } = await accord.database.system((tx) =>
      tx.execute<{ count: number }>(
        sql`select count(*)::int as count from job where key = 'sample' and state = 'ready'`,
      ),
    )
    expect(rows[0]!.count).toBe(1)
  })

  it('is one account, when a person accepts invitations of two companies at once', async () => {
    const email = 'both@company.test'
    const tokens = await Promise.all(
      [home, foreign].map(async (side) => {
        const { url } = await side.make('invitation.create', { email, role: 'sales' })
        return (url as string).split('#')[1]!
      }),
    )
    const accept = operationNamed(accord, 'invitation.accept')
    const input = (n: number) => ({ token: tokens[n % 2]!, name: 'Bo', password: PASSWORD })
    const answers = await together((n) => send(accord.visitor(), accept, input(n)), 10)
    for (const answer of answers) expect([200, 409, 410, 429]).toContain(answer.status)
    for (const token of tokens) await accord.visitor().call(accept, { token, name: 'Bo', password: PASSWORD })
    const bo = await signedIn(accord, email)
    expect((await bo.call(operationNamed(accord, 'session.read'))).body.workspaces).toHaveLength(2)
  })

  it('is one version of a number, with the agreement in force without gaps', async () => {
    const versions = (await home.make('agreement.versions', { limit: 500 })).items as { number: number }[]
    expect(versions.map((one) => one.number)).toEqual(versions.map((_, n) => versions.length - n))
  })

  it('is one effect for each of 20 keys that come 50 times each', async () => {
    const create = operationNamed(accord, 'import.create')
    const copy = copiesOf(home.admin)
    const before = await auditLines()
    for (let key = 0; key < 20; key += 1) {
      const headers = { 'idempotency-key': `key ${key}` }
      const answers = await together(() => send(copy(), create, { name: `Import ${key}` }, { headers }))
      for (const answer of answers) expect([200, 409]).toContain(answer.status)
      expect(new Set(succeeded(answers).map((answer) => answer.text)).size).toBe(1)
      const again = await send(copy(), create, { name: `Import ${key}` }, { headers })
      expect(again.text).toBe(succeeded(answers)[0]!.text)
      expect((await send(copy(), create, { name: 'Another' }, { headers })).status).toBe(422)
    }
    expect(await auditLines()).toBe(before + 20)
  })

  it('a key used for a file is no key for another of the same length', async () => {
    const upload = operationNamed(accord, 'import.upload')
    const { id } = await home.make('import.create', { name: 'Import of a file' })
    const headers = { 'idempotency-key': 'file' }
    const sendFile = (text: string) =>
      send(
        home.admin,
        upload,
        { id, name: 'people.csv' },
        { headers, example: { input: () => ({}), upload: text } },
      )
    const first = await sendFile('Email\nann@one.test\n')
    expect(first.status).toBe(200)
    expect((await sendFile('Email\nann@one.test\n')).text).toBe(first.text)
    expect(JSON.parse((await sendFile('Email\nann@two.test\n')).text)).toMatchObject({
      status: 422,
      code: 'idempotency.reused',
    })
  })
})
