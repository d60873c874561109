import { createHmac } from 'node:crypto'
import { type Challenge, createChallenge, type Payload, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/sha'
import type { Instant } from '#platform/kernel/instant.ts'

/** About 65,000 tries: half a second in a browser, nothing once a day, a bill for whoever sends thousands. */
const PREFIX = '0000'

/** Challenges of the ALTCHA protocol: signed, so that nothing has to be remembered until one is used. */
export interface Proofs {
  challengeFor(formKey: string, now: Instant): Promise<Challenge>
  /** What a submission brought: a solved challenge, or at least the unsolved one as our own page gave it out. */
  check(formKey: string, sent: string): Promise<CheckedProof>
}

export interface CheckedProof {
  proof: 'good' | 'bad' | 'none'
  /** names the challenge; good for one submission */
  nonce: string | null
  openedAt: Instant | null
}

const NONE: CheckedProof = { proof: 'none', nonce: null, openedAt: null }
const BAD: CheckedProof = { proof: 'bad', nonce: null, openedAt: null }
const LONGEST = 4_000

/** @param secretKey of the installation; a key of this purpose alone is made from it */
export function createProofs(secretKey: string): Proofs {
  const secret = createHmac('sha256', secretKey).update('accord forms challenge').digest('hex')
  const verify = async (payload: Payload) => {
    const found = await verifySolution({ ...payload, deriveKey, hmacSignatureSecret: secret })
    return { isOurs: found.invalidSignature === false, isSolved: found.verified }
  }
  return {
    challengeFor: (formKey, now) =>
      createChallenge({
        algorithm: 'SHA-256',
        cost: 1,
        keyPrefix: PREFIX,
        data: { form: formKey, at: now },
        deriveKey,
        hmacSignatureSecret: secret,
      }),
    async check(formKey, sent) {
      if (sent === '') return NONE
      const payload = sent.length > LONGEST ? null : read(sent)
      if (!payload) return BAD
      const { isOurs, isSolved } = await verify(payload).catch(() => ({ isOurs: false, isSolved: false }))
      const { data, nonce, keyPrefix } = payload.challenge.parameters
      if (!isOurs || data?.form !== formKey || typeof data.at !== 'number' || keyPrefix !== PREFIX) return BAD
      const isTried = payload.solution.derivedKey !== ''
      return { proof: isSolved ? 'good' : isTried ? 'bad' : 'none', nonce, openedAt: data.at }
    },
  }
}

function read(sent: string): Payload | null {
  try {
    const { challenge, solution } = JSON.parse(
      Buffer.from(sent, 'base64').toString('utf8'),
    ) as Partial<Payload>
    const parameters = challenge?.parameters
    if (!parameters || typeof parameters.nonce !== 'string' || parameters.nonce.length > 100) return null
    if (parameters.algorithm !== 'SHA-256' || parameters.cost !== 1 || !challenge.signature) return null
    const { counter = 0, derivedKey = '' } = solution ?? {}
    return { challenge: { parameters, signature: challenge.signature }, solution: { counter, derivedKey } }
  } catch {
    return null
  }
}

/** The challenge as it stands in a form that is sent without being solved. */
export const unsolved = (challenge: Challenge): string =>
  Buffer.from(JSON.stringify({ challenge })).toString('base64')
