import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { diskFull, Problem } from '#platform/operation/problem.ts'
import { operationNamed, type TestAccord, testAccord } from '../accord.ts'
import { testDatabase, testWorkspace } from '../database.ts'
import { makeForm, sendHonestly, sendPage } from './forms.ts'

/** What is done when the disk is nearly full: reads go on, nothing is written, and everything works again once there is room. */

describe('a disk below its reserve', () => {
  it('refuses writes with 507 and a hint, and reads go on', async () => {
    const database = await testDatabase({ reserveBytes: Number.MAX_SAFE_INTEGER })
    const { workspaceId } = await testWorkspace(database)
    await expect(database.assertSpace()).rejects.toMatchObject({
      kind: diskFull,
      detail: expect.stringContaining('Free some space'),
    })
    expect(diskFull.status).toBe(507)
    const { rows } = await database.workspace(workspaceId, (tx) =>
      tx.execute(sql`select count(*) as count from workspace`),
    )
    expect(rows).toEqual([{ count: 1 }])
  })

  it('lets writes through while there is room', async () => {
    const database = await testDatabase({ reserveBytes: 1 })
    await expect(database.assertSpace()).resolves.toBeUndefined()
  })

  it('answers 507 also when the database itself reports a full disk', async () => {
    const database = await testDatabase()
    const failed = database.system((tx) =>
      tx.execute(sql`do $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`),
    )
    await expect(failed).rejects.toMatchObject({ kind: diskFull })
  })
})

/** From the call with this number on, the disk is full. */
function fillDisk({ database }: TestAccord, from = 1): () => void {
  const { assertSpace } = database
  let calls = 0
  database.assertSpace = async () => {
    calls += 1
    if (calls >= from) throw new Problem(diskFull, 'Free some space.')
  }
  return () => {
    database.assertSpace = assertSpace
  }
}

describe('with a full disk', async () => {
  const accord = await testAccord()
  const admin = await accord.setUp()
  const submissions = async () => {
    const { rows } = await accord.database.system((tx) =>
      tx.execute<{ count: number }>(sql`select count(*)::int as count from form_submission`),
    )
    return rows[0]!.count
  }

  it('a public form keeps what was typed on the page and says when to try again', async () => {
    const form = await makeForm(accord, admin)
    const fields = { email: 'ana@customer.test', last_name: 'Ana' }
    const emptyDisk = fillDisk(accord)
    const script = await sendHonestly(accord, form.key, fields)
    expect(script.status).toBe(503)
    expect(script.headers.get('retry-after')).toBe('60')
    expect(await script.json()).toMatchObject({ ok: false, detail: expect.stringContaining('Try again') })
    const page = await sendPage(accord, form.key, fields)
    expect(page.status).toBe(503)
    const html = await page.text()
    expect(html).toContain('Try again in a few minutes')
    expect(html).toContain('ana@customer.test')
    expect(await submissions()).toBe(0)
    emptyDisk()
    expect((await sendHonestly(accord, form.key, fields)).status).toBe(200)
    expect(await submissions()).toBe(1)
  })

  const PART = 64 * 1024
  const received = () => {
    const folder = join(accord.dataDir, 'uploads', 'incoming')
    return existsSync(folder) ? readdirSync(folder) : []
  }

  /** Sends a large file, and how much of it was taken. */
  async function upload(path: string) {
    let taken = 0
    const body = new ReadableStream({
      pull(stream) {
        taken += PART
        if (taken > 64 * 1024 * 1024) stream.close()
        else stream.enqueue(new Uint8Array(PART))
      },
    })
    const headers = { 'content-type': 'application/octet-stream' }
    const answer = await admin.fetch(path, { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
    return { status: answer.status, text: await answer.text(), taken }
  }

  it.each([
    ['from the start', 1],
    ['while it arrives', 20],
  ])('an upload is refused before it is received, %s', async (_, from) => {
    const { id } = (await admin.call(operationNamed(accord, 'import.create'), { name: 'June' })).body
    const emptyDisk = fillDisk(accord, from)
    const answer = await upload(`/api/imports/${id}/files?name=people.csv`)
    emptyDisk()
    expect(answer.status, answer.text).toBe(507)
    expect(answer.taken).toBeLessThan(2 * 1024 * 1024)
    expect(received()).toEqual([])
  })

  it('a mail of more than 10 MB is refused as soon as that shows', async () => {
    const answer = await upload('/api/activities/email')
    expect(answer.status, answer.text).toBe(413)
    expect(answer.text).toContain('10 MB')
    expect(answer.taken).toBeLessThan(12 * 1024 * 1024)
    expect(received()).toEqual([])
  })
})
