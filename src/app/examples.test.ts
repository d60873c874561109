import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseExpression } from '#agreement/document/expressions.ts'
import { compileAgreement, defaultAgreement } from '#agreement/document/index.ts'
import { UTC } from '#leads/scoring/index.ts'
import { openTime } from '#platform/kernel/business-time.ts'
import * as instants from '#platform/kernel/instant.ts'

const SRC = fileURLToPath(new URL('..', import.meta.url))

const document = defaultAgreement()

/** Names that examples may use beside those of their own file: the default agreement, open Monday to Friday 9 to 17 in UTC. */
const KNOWN = {
  ...instants,
  UTC,
  document,
  compiled: compileAgreement(document),
  office: openTime(document.calendars[0]!),
  saturday: Date.UTC(2026, 10, 21),
  monday: Date.UTC(2026, 10, 23),
  term(text: string) {
    const parsed = parseExpression(text)
    return parsed.ok ? parsed.term : parsed.fault
  },
}

interface Example {
  file: string
  said: string
  value: string
}

/** Lines `@example expression // value` of rules and the kernel; an example in words has no `//`. */
function examplesIn(file: string): Example[] {
  const lines = readFileSync(join(SRC, file), 'utf8').matchAll(
    /^ *\/?\*{1,2} @example (.+?) \/\/ (.+?)(?: \*\/)?$/gm,
  )
  return [...lines].map(([, said, value]) => ({ file, said: said!, value: value! }))
}

const examples = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\/rules\/|^platform\/kernel\//.test(file) && /(?<!\.test)\.ts$/.test(file))
  .sort()
  .flatMap(examplesIn)

function evaluated(expression: string, names: Record<string, unknown>): unknown {
  return new Function(...Object.keys(names), `return (${expression})`)(...Object.values(names))
}

describe('examples of rules and the kernel', () => {
  it('are many', () => {
    expect(examples.length).toBeGreaterThan(90)
  })

  it.each(examples)('$file: $said is $value', async ({ file, said, value }) => {
    const names = { ...KNOWN, ...(await import(pathToFileURL(join(SRC, file)).href)) }
    expect(evaluated(said, names)).toEqual(evaluated(value, names))
  })
})
