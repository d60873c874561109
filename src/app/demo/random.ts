/**
 * Random numbers for made-up history: the same seed and label give the same numbers on every machine and in every version
 * of Node, which `Math.random` cannot promise.
 */
export interface Random {
  /** a number from 0 up to, not including, 1 */
  next(): number
  /** a number from `low` up to, not including, `high` */
  between(low: number, high: number): number
  /** a whole number from `low` to `high`, both possible */
  int(low: number, high: number): number
  /** true with the given probability, 0-1 */
  chance(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
  /** picks by weight; weights need not sum to one */
  weighted<Item>(items: readonly (readonly [Item, number])[]): Item
  /** right-skewed around a median, as delays, amounts and company sizes are */
  skewed(median: number, sigma: number): number
  /** `count` different items in random order, fewer when there are not enough */
  sample<Item>(items: readonly Item[], count: number): Item[]
}

/** FNV-1a over the text, started at `basis`: turns a label into 32 bits. */
function hash(text: string, basis: number): number {
  let bits = basis >>> 0
  for (let at = 0; at < text.length; at++) bits = Math.imul(bits ^ text.charCodeAt(at), 0x01000193) >>> 0
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d) >>> 0
  return (bits ^ (bits >>> 13)) >>> 0
}

/** The small fast counter generator (sfc32): four words of state, passes the usual batteries. */
function stream(seed: number, label: string): () => number {
  const text = `${seed}/${label}`
  let a = hash(text, 0x811c9dc5)
  let b = hash(text, 0x9e3779b9)
  let c = hash(text, 0x85ebca6b)
  let counter = 1
  const word = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (let warmUp = 0; warmUp < 12; warmUp++) word()
  return word
}

/**
 * A stream of random numbers of its own for each label, so that one part of a story can change without reshuffling the rest.
 *
 * @param seed any integer
 * @param label which part of the story draws, e.g. `account 12`
 * @example seededRandom(7, 'names').int(1, 6) // always the same throw
 */
export function seededRandom(seed: number, label: string): Random {
  const word = stream(seed, label)
  const next = () => word() / 4_294_967_296
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    int,
    between: (low, high) => low + next() * (high - low),
    chance: (probability) => next() < probability,
    pick: (items) => items[int(0, items.length - 1)]!,
    weighted(items) {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of items) {
        left -= weight
        if (left < 0) return item
      }
      return items[items.length - 1]![0]
    },
    skewed(median, sigma) {
      // sum of twelve even throws: close enough to a bell curve, and free of functions that differ between machines
      let bell = -6
      for (let throwNumber = 0; throwNumber < 12; throwNumber++) bell += next()
      return median * Math.exp(sigma * bell)
    },
    sample(items, count) {
      const left = [...items]
      const taken = []
      while (taken.length < count && left.length > 0) taken.push(left.splice(int(0, left.length - 1), 1)[0]!)
      return taken
    },
  }
}
