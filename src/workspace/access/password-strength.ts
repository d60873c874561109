import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { Problem } from '#platform/operation/index.ts'
import { passwordWeak } from './contract.ts'

/** Below 3 of 4 a password falls to an offline attack in a day (the library's scale). */
const LOWEST_SCORE = 3

/** Characters; also where the schema takes any text, because it may be an existing password. */
const SHORTEST = 12

let estimator: ZxcvbnFactory | undefined

/**
 * Refuses passwords that are common, repeated, or built from the user's own name, address or company.
 *
 * @throws {Problem} `password.weak`
 */
export function assertStrongPassword(
  password: string,
  known: readonly string[],
  field: 'password' | 'newPassword' = 'password',
): void {
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
  const { score } = estimator.check(password, ['accord', ...known.flatMap((text) => text.split(/[\s@.]+/))])
  if (score >= LOWEST_SCORE && password.length >= SHORTEST) return
  throw new Problem(
    passwordWeak,
    'Choose a longer one, for example four words that do not belong together.',
    {
      errors: [{ pointer: `/${field}`, detail: 'Too easy to guess' }],
    },
  )
}
