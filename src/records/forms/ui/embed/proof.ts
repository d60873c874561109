import { sha256 } from './sha256.ts'

export interface Challenge {
  parameters: { nonce: string; salt: string; keyPrefix: string; keyLength: number }
  signature?: string
}

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
const hexOf = (words: Uint32Array) => [...words].map((word) => word.toString(16).padStart(8, '0')).join('')
/** A slice short enough that nobody feels it while typing. */
const SLICE_MS = 12

/** Does the proof of work of the ALTCHA protocol, a little at a time; answers what the form sends. */
export async function solve(challenge: Challenge): Promise<string> {
  const { nonce, salt, keyPrefix } = challenge.parameters
  const head = [...bytes(salt), ...bytes(nonce)]
  const input = new Uint8Array(head.length + 4)
  input.set(head)
  const view = new DataView(input.buffer)
  const drop = 32 - keyPrefix.length * 4
  const wanted = Number.parseInt(keyPrefix, 16)
  for (let counter = 0; ; ) {
    const until = performance.now() + SLICE_MS
    while (performance.now() < until) {
      for (let more = 0; more < 256; more++, counter++) {
        view.setUint32(head.length, counter)
        if (sha256(input)[0]! >>> drop !== wanted) continue
        const solution = { counter, derivedKey: hexOf(sha256(input)), time: 0 }
        return btoa(JSON.stringify({ challenge, solution }))
      }
    }
    await new Promise((go) => setTimeout(go))
  }
}
