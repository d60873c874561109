import { afterAll } from 'vitest'

const waiting: (() => unknown)[] = []

/**
 * Does something after the last test of the file, the latest first. Factories tidy up with this: vitest forgets an `afterAll` that is
 * asked for inside a hook.
 *
 * @example afterFile(() => rmSync(folder, { recursive: true, force: true }))
 */
export function afterFile(work: () => unknown): void {
  waiting.push(work)
}

/** Vitest runs this file with each test file, as a set-up file. */
afterAll(async () => {
  for (const work of waiting.splice(0).reverse()) await work()
})
