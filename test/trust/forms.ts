import { createHash } from 'node:crypto'
import { newId } from '#platform/kernel/ids.ts'
import { MINUTE } from '#platform/kernel/instant.ts'
import { type Challenge, solve } from '../../src/records/forms/ui/embed/proof.ts'
import type { TestAccord, TestUser } from '../accord.ts'
import { operationNamed } from '../accord.ts'

/** Forms as visitors and attackers meet them. */

export const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

export interface TestForm {
  id: string
  key: string
}

export async function makeForm(
  accord: TestAccord,
  admin: TestUser,
  changes: Record<string, unknown> = {},
): Promise<TestForm> {
  const make = await admin.call(operationNamed(accord, 'form.create'), {
    name: `Demo ${newId()}`,
    kind: 'demo_request',
  })
  const { id, key } = make.body as TestForm
  if (Object.keys(changes).length > 0) {
    const changed = await admin.call(operationNamed(accord, 'form.update'), { formId: id, ...changes })
    if (changed.status !== 200) throw new Error(changed.text)
  }
  return { id, key }
}

export interface Sending {
  address?: string
  userAgent?: string
  headers?: Record<string, string>
}

export async function challengeOf(accord: TestAccord, key: string): Promise<Challenge> {
  const answer = await accord.visitor().fetch(`/f/${key}`, { headers: { accept: 'application/json' } })
  return ((await answer.json()) as { challenge: Challenge }).challenge
}

export const solved = (challenge: Challenge) => solve(challenge)

/** What a challenge looks like when nobody has done the work. */
export const guessed = (challenge: Challenge) =>
  btoa(
    JSON.stringify({
      challenge,
      solution: { counter: 7, derivedKey: createHash('sha256').update('guess').digest('hex') },
    }),
  )

export function sendJson(
  accord: TestAccord,
  key: string,
  fields: unknown,
  { address = '198.51.100.7', userAgent = CHROME, headers = {} }: Sending = {},
): Promise<Response> {
  return accord.visitor().fetch(`/f/${key}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': userAgent, ...headers },
    body: typeof fields === 'string' ? fields : JSON.stringify(fields),
    address,
  })
}

export function sendPage(
  accord: TestAccord,
  key: string,
  fields: Record<string, string>,
  { address = '198.51.100.7', userAgent = CHROME }: Sending = {},
): Promise<Response> {
  return accord.visitor().fetch(`/f/${key}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': userAgent },
    body: new URLSearchParams(fields).toString(),
    address,
  })
}

/** Filled in by somebody who takes a minute, in a browser that does the work. */
export async function sendHonestly(
  accord: TestAccord,
  key: string,
  fields: Record<string, string>,
  address?: string,
): Promise<Response> {
  const challenge = await challengeOf(accord, key)
  accord.clock.now += MINUTE
  const sent = { ...fields, accord_proof: await solved(challenge) }
  return sendJson(accord, key, sent, address === undefined ? {} : { address })
}
