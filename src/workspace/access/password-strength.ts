import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { Problem } from '#platform/operation/index.ts'
import { passwordWeak } from './contract.ts'

/** Below 3 of 4 a password falls to an offline attack in a day (the library's scale). */
const LOWEST_SCORE = 3

let estimator: ZxcvbnFactory | undefined

/**
 * Refuses passwords that are common, repeated, or built from the user's own name, address or company.
 *
 * @throws {Problem} `password.weak`
 */
export function assertStrongPassword(password: string, known: readonly string[]): void {
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
  const { score } = estimator.check(password, ['accord', ...known.flatMap((text) => text.split(/[\s@.]+/))])
  if (score >= LOWEST_SCORE) return
  throw new Problem(
    passwordWeak,
    'Choose a longer one, for example four words that do not belong together.',
    {
      errors: [{ pointer: '/password', detail: 'Too easy to guess' }],
    },
  )
}
