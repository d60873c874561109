import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { startJobs } from '#platform/jobs/index.ts'
import { HOUR } from '#platform/kernel/instant.ts'
import type { Mail } from '#platform/mail/index.ts'
import { suppress } from '#records/people/index.ts'
import { replyJobs } from '../../src/records/forms/index.ts'
import { type TestAccord, type TestUser, testAccord } from '../accord.ts'
import { makeForm, sendHonestly, type TestForm } from './forms.ts'

/** T-13, the answer by mail: nobody can be flooded through a form, nor written to in our name. */
let accord: TestAccord
let admin: TestUser
let workspaceId: string
beforeAll(async () => {
  accord = await testAccord()
  admin = await accord.setUp()
  const { rows } = await accord.database.system((tx) =>
    tx.execute<{ id: string }>(sql`select id from workspace`),
  )
  workspaceId = rows[0]!.id
})

const honest = (form: TestForm, fields: Record<string, string>, address?: string) =>
  sendHonestly(accord, form.key, fields, address)

describe('the answer by mail', () => {
  const reply = { replySubject: 'We have your request', replyText: 'We answer within a day.' }

  it('goes to an address at most once in 24 hours, whatever forms it fills, without a word of what was written', async () => {
    const [form, other] = [await makeForm(accord, admin, reply), await makeForm(accord, admin, reply)]
    const mails: Mail[] = []
    const mailer = {
      send: async (mail: Mail) => {
        mails.push(mail)
        return { outcome: 'sent' as const, detail: '', badAddress: false }
      },
      close() {},
    }
    const deliver = async () => {
      const clock = () => accord.clock.now
      const handlers = replyJobs({ database: accord.database, clock, mailer, mailDomain: 'us.test' })
      const jobs = startJobs({
        database: accord.database,
        handlers,
        log: { warn() {}, error() {} },
        clock,
        pollMs: 5,
      })
      await jobs.idle()
      await jobs.stop()
    }
    await accord.database.workspace(workspaceId, (tx) =>
      suppress(
        tx,
        workspaceId,
        [{ email: 'quiet@acme.test', reason: 'unsubscribed', detail: null, actorId: null }],
        accord.clock.now,
      ),
    )
    for (let n = 0; n < 6; n++)
      await honest(
        n % 2 ? form : other,
        {
          email: n % 3 ? 'victim@acme.test' : ' VICTIM@acme.test',
          first_name: 'Click https evil',
          message: `mine ${n}`,
        },
        `192.0.2.${n}`,
      )
    await honest(form, { email: 'quiet@acme.test' }, '192.0.2.77')
    await deliver()
    expect(mails.map(({ to, subject, text }) => [to, subject, text])).toEqual([
      ['victim@acme.test', reply.replySubject, reply.replyText],
    ])
    accord.clock.now += 24 * HOUR
    await honest(form, { email: 'victim@acme.test', message: 'a day later' }, '192.0.2.99')
    await deliver()
    expect(mails).toHaveLength(2)
  })
})
