/**
 * Adds up the closing lines of all test runs in a log and prints `N passed, N failed` as the last line. A step that failed
 * without naming a failed test counts as one failure, and so does a log without any test.
 */
import { readFileSync } from 'node:fs'

const [file, failedSteps] = [process.argv[2], Number(process.argv[3])]
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the test runner
const text = readFileSync(file, 'utf8').replace(/\u001b\[[\d;]*m/g, '')

const counts = { passed: 0, failed: 0, skipped: 0 }
for (const [line] of text.matchAll(/^\s*Tests\s+.*$/gm)) {
  for (const kind of Object.keys(counts))
    counts[kind] += Number(new RegExp(`(\\d+) ${kind}`).exec(line)?.[1] ?? 0)
}
const failed = Math.max(counts.failed, failedSteps > 0 ? 1 : 0, counts.passed === 0 ? 1 : 0)
console.log(
  `${counts.passed} passed, ${failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
)
process.exitCode = failed === 0 ? 0 : 1
