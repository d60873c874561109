import { sql } from 'drizzle-orm'
import { afterEach, expect, it } from 'vitest'
import { newId } from '#platform/kernel/ids.ts'
import { type NurtureWorld, nurtureWorld } from '../factories/nurture.ts'

/** T-28: what comes from people into a mail stays text; who gets it is exactly who is meant. */

const open: NurtureWorld[] = []
afterEach(async () => {
  for (const world of open.splice(0)) await world.close()
})

const HOSTILE = [
  'Ana\r\nBcc: eve@evil.test',
  'Ana\nContent-Type: text/html\n\n<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'Win at https://evil.test/prize now',
  'evil.test',
  '[login](https://evil.test)',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what a template engine would run
  '{{sender}} {{constructor}} ${7*7} #{7*7} {{7*7}}',
  "'); drop table person; --",
  '=cmd|calc!A0',
  '\u202Egpj.exe',
  'A\uFEFF\u200Bna\u2028x',
  '"eve@evil.test" <eve@evil.test>',
  '=?utf-8?q?=0d=0aBcc:_eve@evil.test?=',
  'x'.repeat(100_000),
]

it('hostile names, companies and owners become plain words or the words that stand in for them', async () => {
  const world = await nurtureWorld({
    steps: [
      {
        key: 'first',
        email: {
          subject: 'Hello {{firstName|you}} at {{company|yours}}',
          body: 'Hi {{firstName|you}} of {{company|yours}}: https://acme.test/a\n{{sender}}',
        },
      },
    ],
  })
  open.push(world)
  const { inside, workspaceId, peer, run, recycled } = world
  for (const text of HOSTILE) {
    const [accountId, sellerId] = [newId(), newId()]
    const kept = text.replaceAll('\u0000', '')
    await inside((tx) =>
      tx.execute(sql`insert into account (workspace_id, id, name, name_norm, occurred_at, recorded_at)
        values (${workspaceId}, ${accountId}, ${kept}, 'x', now(), now())`),
    )
    await inside((tx) =>
      tx.execute(sql`insert into seller (workspace_id, id, name, name_norm, email, recorded_at)
        values (${workspaceId}, ${sellerId}, ${kept}, 'x', ${kept.slice(0, 300)}, now())`),
    )
    const personId = await recycled({ firstName: kept })
    await inside((tx) =>
      tx.execute(sql`update person set account_id = ${accountId}, seller_id = ${sellerId}
        where workspace_id = ${workspaceId} and id = ${personId}`),
    )
  }
  await run()
  await run()
  expect(peer.received).toHaveLength(HOSTILE.length)
  expect(peer.recipients.every((to) => /^p[0-9a-f]{12}@customer\.test$/.test(to))).toBe(true)
  for (const { parsed, from, to } of peer.received) {
    expect(from).toBe('hello@acme.test')
    expect(to).toHaveLength(1)
    expect(parsed.from?.address).toBe('hello@acme.test')
    expect(parsed.headers.map(({ key }) => key)).not.toContain('bcc')
    expect(parsed.replyTo ?? []).toEqual([])
    expect(parsed.text!.match(/https?:\/\/[^/\s]+/g)).toEqual(['https://accord.test', 'https://accord.test'])
    expect(parsed.text).not.toMatch(/evil\.test/)
    expect(parsed.html!.match(/<(?!\/?(?:html|body|p|a|br|!doctype))[a-z]/gi)).toBeNull()
    expect(parsed.html!.match(/href="(?!https:\/\/accord\.test\/)/g)).toBeNull()
    expect(parsed.subject!.length).toBeLessThan(260)
  }
})

it.each([
  '"a@evil.test x"@ours.test',
  'a@customer.test, eve@evil.test',
  'team: a@customer.test, eve@evil.test;',
  'a@customer.test\r\nRCPT TO:<eve@evil.test>',
  'Ana <eve@evil.test>',
  `${'a'.repeat(10_000)}@customer.test`,
])('an address that is not one single address (%j) is never spoken to', async (email) => {
  const world = await nurtureWorld({ steps: [{ key: 'first', email: { subject: 'A', body: 'B' } }] })
  open.push(world)
  await world.recycled({ email })
  await world.recycled({ email: 'fine@customer.test' })
  await world.run()
  expect(world.peer.recipients).toEqual(['fine@customer.test'])
})
