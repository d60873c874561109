import { defineConfig } from 'vitest/config'

/**
 * `npm test` runs everything on the embedded database. With TEST_DATABASE_URL set, the suites that touch
 * the database run on that PostgreSQL server instead (scripts/test-postgres.mjs starts one).
 */
export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
    globalSetup: ['test/setup/global.ts'],
    setupFiles: ['test/setup/tidy-up.ts', 'test/setup/properties.ts'],
    pool: 'forks',
    // Modules are loaded once a process and not once a file: reading all of the product takes longer than most files run.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for may take long on a busy machine.
    expect: { poll: { timeout: 20_000 } },
  },
})
