import { sql } from 'drizzle-orm'
import { startJobs } from '#platform/jobs/index.ts'
import { intakeJobs, type OnTouches } from '#records/intake/index.ts'
import { readWriteKey } from '#records/intake/keys.ts'
import { operationNamed, type TestAccord, type TestUser } from './accord.ts'

export interface Sender {
  keyId: string
  token: string
  workspaceId: string
  /** posts to the tracking API as a site or server would */
  post(
    path: string,
    body: unknown,
    more?: { headers?: Record<string, string>; address?: string; key?: string | null },
  ): Promise<Response>
}

/** A write key of the workspace of `user`, and a way to send with it. */
export async function senderOf(
  accord: TestAccord,
  user: TestUser,
  kind: 'public' | 'secret' = 'secret',
  settings: Record<string, unknown> = {},
): Promise<Sender> {
  const made = await user.call(operationNamed(accord, 'write_key.create'), {
    kind,
    name: `${kind} key`,
    ...settings,
  })
  if (made.status !== 200) throw new Error(`Making a key answered ${made.status}: ${made.text}`)
  const { id: keyId, token } = made.body as { id: string; token: string }
  return {
    keyId,
    token,
    workspaceId: readWriteKey(token)!.workspaceId,
    post: (path, body, { headers = {}, address, key = token } = {}) =>
      accord.visitor().fetch(`/v1/${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(key === null ? {} : { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }),
          ...headers,
        },
        body:
          typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
        ...(address ? { address } : {}),
      }),
  }
}

/** Works on everything that was accepted and waits. */
export async function workOn(accord: TestAccord, onTouches: OnTouches = async () => {}): Promise<void> {
  const jobs = startJobs({
    database: accord.database,
    handlers: intakeJobs({ database: accord.database, clock: () => accord.clock.now, onTouches }),
    log: { warn() {}, error() {} },
    clock: () => accord.clock.now,
    pollMs: 20,
  })
  await jobs.idle()
  await jobs.stop()
}

/** The outcomes of the last 24 hours as the page shows them; figures of refusals are written within a second. */
export async function outcomes(accord: TestAccord, user: TestUser) {
  await new Promise((resolve) => setTimeout(resolve, 1_150))
  const answer = await user.call(operationNamed(accord, 'intake.show'))
  return answer.body as {
    received: number
    totals: Record<'accepted' | 'duplicate' | 'filtered' | 'limited' | 'invalid', number>
    reasons: { outcome: string; reason: string; events: number }[]
    refusals: { reason: string; type: string | null; name: string | null }[]
    setAside: { reason: string }[]
  }
}

/** Touches of a workspace, oldest first. */
export async function touchesIn(accord: TestAccord, workspaceId: string) {
  const { rows } = await accord.database.workspace(workspaceId, (tx) =>
    tx.execute<Record<string, unknown>>(sql`
      select t.kind, t.channel, t.subject, t.machine, t.occurred_at, t.source, t.dedupe_key, t.attributes, t.person_id, t.campaign_id
      from touch t where t.workspace_id = ${workspaceId} order by t.occurred_at, t.dedupe_key`),
  )
  return rows
}
