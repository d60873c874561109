import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** Crockford's digits in lower case: safe in addresses, where case is lost, and in web addresses. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * Signed tokens for one purpose. The key of each purpose is derived from the installation's secret, so that a token of one kind is
 * worthless at every other door. What it is bound to without being carried (an address, a link) is given to both sides.
 */
export interface Tokens {
  /** @param carried readable by whoever holds the token: ids, never personal data */
  make(carried: Uint8Array, boundTo: string): string
  /** what a token carries, before its signature is known to be right; null when it is none of this length */
  carried(token: string, bytes: number): Uint8Array | null
  /** whether the token was made here, for this */
  holds(token: string, carried: Uint8Array, boundTo: string): boolean
}

/**
 * @param purpose e.g. `unsubscribe`
 * @param macBytes length of the signature; short ones only where an address leaves no room
 */
export function tokensFor(secretKey: string, purpose: string, macBytes = 16): Tokens {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', `accord mail ${purpose}`, 32))
  const sign = (carried: Uint8Array, boundTo: string) =>
    createHmac('sha256', key).update(carried).update('\0').update(boundTo).digest().subarray(0, macBytes)
  return {
    make: (carried, boundTo) => encode(Buffer.concat([carried, sign(carried, boundTo)])),
    carried(token, bytes) {
      const all = decode(token)
      return all?.length === bytes + macBytes ? all.subarray(0, bytes) : null
    },
    holds(token, carried, boundTo) {
      const given = decode(token)?.subarray(carried.length)
      return given?.length === macBytes && timingSafeEqual(given, sign(carried, boundTo))
    },
  }
}

function encode(bytes: Uint8Array): string {
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  const length = Math.ceil((bytes.length * 8) / 5)
  let text = ''
  for (let at = 0; at < length; at += 1) {
    text = DIGITS[Number(bits & 31n)] + text
    bits >>= 5n
  }
  return text
}

function decode(text: string): Buffer | null {
  if (text.length > 200) return null
  let bits = 0n
  for (const digit of text.toLowerCase()) {
    const value = DIGITS.indexOf(digit)
    if (value < 0) return null
    bits = (bits << 5n) | BigInt(value)
  }
  const bytes = Math.floor((text.length * 5) / 8)
  const hex = bits.toString(16).padStart(bytes * 2, '0')
  return hex.length === bytes * 2 ? Buffer.from(hex, 'hex') : null
}
