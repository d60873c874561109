/** SHA-256 of short input, synchronous: `crypto.subtle` is missing on pages without TLS and too slow for thousands of calls. */
const K = new Int32Array(64)
const START = new Int32Array(8)

// The constants are fractions of roots of the first primes (FIPS 180-4).
for (let candidate = 2, found = 0; found < 64; candidate++) {
  let prime = true
  for (let factor = 2; factor * factor <= candidate; factor++) if (candidate % factor === 0) prime = false
  if (!prime) continue
  if (found < 8) START[found] = ((candidate ** 0.5 % 1) * 2 ** 32) | 0
  K[found++] = ((candidate ** (1 / 3) % 1) * 2 ** 32) | 0
}

const words = new Int32Array(64)
const result = new Uint32Array(8)

/** At most 55 bytes, one block; the answer is overwritten by the next call. */
export function sha256(input: Uint8Array): Uint32Array {
  const { length } = input
  for (let at = 0; at < 16; at++) words[at] = 0
  for (let at = 0; at < length; at++) words[at >> 2]! |= input[at]! << (24 - (at & 3) * 8)
  words[length >> 2]! |= 0x80 << (24 - (length & 3) * 8)
  words[15] = length * 8
  for (let at = 16; at < 64; at++) {
    const low = words[at - 15]!
    const high = words[at - 2]!
    const first = ((low >>> 7) | (low << 25)) ^ ((low >>> 18) | (low << 14)) ^ (low >>> 3)
    const second = ((high >>> 17) | (high << 15)) ^ ((high >>> 19) | (high << 13)) ^ (high >>> 10)
    words[at] = (words[at - 16]! + first + words[at - 7]! + second) | 0
  }
  let a = START[0]!
  let b = START[1]!
  let c = START[2]!
  let d = START[3]!
  let e = START[4]!
  let f = START[5]!
  let g = START[6]!
  let h = START[7]!
  for (let at = 0; at < 64; at++) {
    const high = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const one = (h + high + ((e & f) ^ (~e & g)) + K[at]! + words[at]!) | 0
    const low = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const two = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  result[0] = START[0]! + a
  result[1] = START[1]! + b
  result[2] = START[2]! + c
  result[3] = START[3]! + d
  result[4] = START[4]! + e
  result[5] = START[5]! + f
  result[6] = START[6]! + g
  result[7] = START[7]! + h
  return result
}
