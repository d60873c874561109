import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import type { Command } from 'commander'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toYaml } from '#agreement/document/index.ts'
import { buildProgram, main } from './cli.ts'
import { CommandRefused, outputOf } from './commands/output.ts'
import { contracts } from './contracts.ts'
import { sampleAgreements } from './demo/agreements.ts'
import { serveMcp } from './mcp.ts'

const dir = mkdtempSync(join(tmpdir(), 'accord-cli-'))
const missing = join(dir, 'missing')
const file = (name: string, text = '') => {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}
const aFile = file('a-file', 'not a folder')
const deals = file('deals.csv', 'Deal ID,Deal Name,Deal Stage,Amount\n1,A,Demo,5\n')
afterAll(() => rmSync(dir, { recursive: true }))
beforeEach(() => void vi.stubEnv('BASE_URL', ''))
afterEach(() => void vi.unstubAllEnvs())

async function accord(...words: string[]) {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const said = (spy: typeof out) => spy.mock.calls.map(([text]) => String(text)).join('')
  try {
    const code = await main(words)
    return { code, out: said(out), err: said(err) }
  } finally {
    out.mockRestore()
    err.mockRestore()
  }
}

/** Every command with the words that lead to it. */
function commandsOf(parent: Command, before: string[] = []): { words: string[]; command: Command }[] {
  return parent.commands.flatMap((command) => {
    const words = [...before, command.name()]
    const isGroup = command.commands.length > 0 && command.registeredArguments.length === 0
    return [...(isGroup ? [] : [{ words, command }]), ...commandsOf(command, words)]
  })
}

describe('every command takes --json', () => {
  const all = commandsOf(buildProgram(() => {})).map(({ words }) => words)
  const isJson = (words: string[], place: 'before' | 'after') => {
    const program = buildProgram(() => {})
    const { command } = commandsOf(program).find((one) => one.words.join() === words.join())!
    let json = false
    command.action(() => {
      json = outputOf(command).json
    })
    const given = [
      ...command.registeredArguments.map(() => 'value'),
      ...command.options.filter(({ mandatory }) => mandatory).flatMap(({ long }) => [long!, 'value']),
    ]
    program.parse([...words, ...(place === 'before' ? ['--json', ...given] : [...given, '--json'])], {
      from: 'user',
    })
    return json
  }

  it.each(all.map((words) => [words.join(' '), words] as const))('accord %s', (_, words) => {
    expect([isJson(words, 'before'), isJson(words, 'after')]).toEqual([true, true])
  })

  it('also before the name of a command below one that takes it', () => {
    const program = buildProgram(() => {})
    const { command } = commandsOf(program).find(({ words }) => words.join(' ') === 'import list')!
    let json = false
    command.action(() => {
      json = outputOf(command).json
    })
    program.parse(['import', '--json', 'list'], { from: 'user' })
    expect(json).toBe(true)
  })
})

describe('a failure that can be expected ends in a sentence', () => {
  it.each([
    [
      'a port that is no number',
      ['start', '--port', 'abc', '--data', join(dir, 'd')],
      2,
      'PORT: needs a port',
    ],
    ['data in a file', ['rebuild', '--data', aFile], 2, `data folder ${aFile} cannot be used`],
    ['data below a file', ['rebuild', '--data', join(aFile, 'd')], 2, `${join(aFile, 'd')} cannot be used`],
    ['a seed that is no number', ['demo', '--seed', 'abc'], 2, 'A seed is a whole number'],
    ['no day', ['demo', '--ends-on', '2026-02-30'], 2, '--ends-on takes a day'],
    ['a day to come', ['demo', '--export', missing, '--ends-on', '2999-01-01'], 2, '--ends-on takes a day'],
    ['an export into a file', ['demo', '--export', aFile], 2, `${aFile} cannot be used`],
    ['an audit of nothing', ['audit', missing], 2, `There is nothing at ${missing}`],
    ['a missing agreement', ['audit', dir, '--agreement', missing], 2, `no agreement at ${missing}`],
    ['a report into nowhere', ['audit', dir, '--out', join(missing, 'r.html')], 2, `no folder ${missing}`],
    ['a report onto a folder', ['audit', dir, '--out', dir], 2, `${dir} is a folder`],
    ['paths that are missing', ['attribution', missing], 2, 'There is no such file'],
    ['paths in a folder', ['attribution', dir], 2, 'This is a folder'],
    ['no key', ['lead', 'list'], 2, 'Set ACCORD_API_KEY'],
    ['no server', ['lead', 'list', '--api-key', 'k', '--url', 'http://127.0.0.1:9'], 1, 'Is Accord running'],
  ] as [string, string[], number, string][])('%s', async (_, words, code, sentence) => {
    const said = await accord(...words)
    expect(said.err).toContain(sentence)
    expect(said.err.trim().split('\n').length).toBeLessThan(3)
    expect([said.code, said.out]).toEqual([code, ''])
  })

  it('a database that does not answer is named without its password', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://accord:hidden@127.0.0.1:9/accord')
    const said = await accord('rebuild', '--data', join(dir, 'd'))
    expect([said.code, said.err]).toEqual([
      1,
      'The database at 127.0.0.1:9 does not answer. Start it, or correct DATABASE_URL.\n',
    ])
  })

  it.skipIf(process.platform !== 'linux')('a data folder below one that takes no folders', async () => {
    const said = await accord('rebuild', '--data', '/proc/accord/data')
    expect([said.code, said.err]).toEqual([2, expect.stringContaining('The data folder /proc/accord/data')])
  })

  it('a reader that has enough ends nothing', async () => {
    await accord('audit', missing)
    const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
    expect(process.stdout.emit('error', gone)).toBe(true)
  })
})

describe('accord demo', () => {
  it('tells the same story again on another day, with the day it is to end on', async () => {
    const told = async (today: number, name: string) => {
      vi.setSystemTime(today)
      const { code } = await accord('demo', '--ends-on', '2026-01-15', '--export', join(dir, name))
      vi.useRealTimers()
      return [code, readFileSync(join(dir, name, 'deals.csv'), 'utf8')]
    }
    const first = await told(Date.UTC(2026, 1, 1), 'first')
    expect(first[0]).toBe(0)
    expect(await told(Date.UTC(2026, 8, 1), 'second')).toEqual(first)
  })
})

describe('accord audit', () => {
  it('takes a folder after an agreement, and each further agreement with a flag of its own', async () => {
    const [first, second] = sampleAgreements('2026-07-01').map((one, n) => file(`${n}.yaml`, toYaml(one)))
    const one = await accord('audit', '--agreement', first!, deals)
    expect([one.code, one.err]).toEqual([0, ''])
    const two = await accord('audit', '--agreement', first!, '--agreement', second!, deals)
    expect(two.out).toContain('under 2 agreement versions')
  })
})

describe('accord mcp', () => {
  it('tells the agent why it was refused', async () => {
    const [here, there] = InMemoryTransport.createLinkedPair()
    const sentence = 'Somebody was faster. Ann rejected it on Monday.'
    await serveMcp(contracts, () => Promise.reject(new CommandRefused(sentence)), '0', there)
    const client = new Client({ name: 'agent', version: '0' })
    await client.connect(here)
    const answer = await client.callTool({ name: 'handoff_list', arguments: {} })
    expect(answer).toMatchObject({ isError: true, content: [{ type: 'text', text: sentence }] })
    await client.close()
  })
})
