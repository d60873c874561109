/**
 * The known words that a mistyped one probably means, nearest first; at most three.
 *
 * @example near('job_title', ['jobTitle', 'email']) // ['jobTitle']
 */
export function near(word: string, known: readonly string[]): string[] {
  const wanted = plain(word)
  const allowed = Math.max(1, Math.floor(wanted.length / 3))
  return known
    .map((candidate) => ({ candidate, distance: score(wanted, plain(candidate)) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

/**
 * A sentence that offers the near matches, or lists what there is when it is short.
 *
 * @example hint('touhc', ['touch']) // 'Did you mean touch?'
 */
export function hint(word: string, known: readonly string[]): string {
  const matches = near(word, known)
  if (matches.length > 0) return `Did you mean ${matches.join(' or ')}?`
  if (known.length === 0) return 'There are none.'
  return known.length <= 12 ? `There are: ${known.join(', ')}.` : ''
}

const plain = (word: string) =>
  word
    .slice(0, 80)
    .toLowerCase()
    .replace(/[_\s-]/g, '')

function score(wanted: string, candidate: string): number {
  if (wanted.length >= 3 && (candidate.endsWith(`.${wanted}`) || candidate.startsWith(wanted))) return 0.5
  return distance(wanted, candidate)
}

/** Edits (insert, remove, replace, swap of neighbours) from one word to the other. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, before[j - 2]! + 1)
      next.push(best)
    }
    before = row
    row = next
  }
  return row[b.length]!
}
