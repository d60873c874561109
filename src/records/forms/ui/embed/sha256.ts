/** SHA-256 of short input, synchronous: `crypto.subtle` is missing on pages without TLS and too slow for thousands of calls. */
const K = new Uint32Array(64)
const START = new Uint32Array(8)

// The constants are fractions of roots of the first primes (FIPS 180-4).
for (let candidate = 2, found = 0; found < 64; candidate++) {
  let prime = true
  for (let factor = 2; factor * factor <= candidate; factor++) if (candidate % factor === 0) prime = false
  if (!prime) continue
  if (found < 8) START[found] = (candidate ** 0.5 % 1) * 2 ** 32
  K[found++] = (candidate ** (1 / 3) % 1) * 2 ** 32
}

const words = new Uint32Array(64)
const turn = (value: number, by: number) => (value >>> by) | (value << (32 - by))

/** At most 55 bytes, one block. */
export function sha256(input: Uint8Array): Uint32Array {
  words.fill(0)
  for (let at = 0; at < input.length; at++) words[at >> 2]! |= input[at]! << (24 - (at & 3) * 8)
  words[input.length >> 2]! |= 0x80 << (24 - (input.length & 3) * 8)
  words[15] = input.length * 8
  for (let at = 16; at < 64; at++) {
    const low = words[at - 15]!
    const high = words[at - 2]!
    const first = turn(low, 7) ^ turn(low, 18) ^ (low >>> 3)
    const second = turn(high, 17) ^ turn(high, 19) ^ (high >>> 10)
    words[at] = words[at - 16]! + first + words[at - 7]! + second
  }
  let [a, b, c, d, e, f, g, h] = START as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  for (let at = 0; at < 64; at++) {
    const one =
      (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[at]! + words[at]!) | 0
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  const sums = [a, b, c, d, e, f, g, h]
  return START.map((start, at) => start + sums[at]!)
}
