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

/** Does all that was asked for; what failed is told when everything has had its turn. */
export async function tidyUp(): Promise<void> {
  const failures: unknown[] = []
  for (const work of waiting.splice(0).reverse()) {
    try {
      await work()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Tidying up after a test file failed.')
}
