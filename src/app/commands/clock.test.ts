import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clockCommand } from './clock.ts'

const BERLIN = {
  timeZone: 'Europe/Berlin',
  hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '18:00']]])),
  holidays: ['2026-12-25'],
}
let folder: string
let calendar: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clock-'))
  calendar = file('berlin.json', JSON.stringify(BERLIN))
})
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

async function run(
  question: 'due' | 'elapsed',
  options: Parameters<typeof clockCommand>[1] & { json?: boolean },
) {
  const said = { stdout: '', stderr: '' }
  const code = await clockCommand(question, options, {
    json: options.json ?? false,
    stdout: (text) => {
      said.stdout += text
    },
    stderr: (text) => {
      said.stderr += text
    },
  })
  return { code, ...said }
}

describe('accord clock', () => {
  it('prints when two hours of open time are used up: the lead of Saturday is due on Monday at 11', async () => {
    const asked = { calendar, from: '2026-10-24T16:00:00+02:00', for: 'PT2H' }
    expect(await run('due', asked)).toEqual({ code: 0, stdout: '2026-10-26T10:00:00Z\n', stderr: '' })
    expect((await run('due', { ...asked, json: true })).stdout).toBe('{"due":"2026-10-26T10:00:00Z"}\n')
  })

  it('prints business time between two instants', async () => {
    const asked = { calendar, from: '2026-10-26T10:30:00+01:00', to: '2026-10-26T20:00:00+01:00' }
    expect(await run('elapsed', asked)).toEqual({ code: 0, stdout: 'PT7H30M\n', stderr: '' })
    const none = { calendar, from: '2026-12-24T18:00:00+01:00', to: '2026-12-27T23:00:00+01:00', json: true }
    expect((await run('elapsed', none)).stdout).toBe('{"elapsed":"PT0S","milliseconds":0}\n')
  })

  it('takes absences as instants or as days, the last of which is away too', async () => {
    const away = (absences: unknown) =>
      run('due', {
        calendar: file('away.json', JSON.stringify({ ...BERLIN, absences })),
        from: '2026-11-16T08:00:00+01:00',
        for: 'PT1H',
      })
    expect((await away([{ from: '2026-11-16', to: '2026-11-17' }])).stdout).toBe('2026-11-18T09:00:00Z\n')
    expect((await away([['2026-11-16T00:00:00Z', '2026-11-16T12:00:00Z']])).stdout).toBe(
      '2026-11-16T13:00:00Z\n',
    )
    expect((await away([{ from: '2026-11-17', to: '2026-11-16' }])).stderr).toContain('swap its two ends')
  })

  it.each([
    [{}, 2, 'Give --calendar, --from and --for'],
    [{ calendar: '/no/such/file', from: 'x', for: 'PT1H' }, 2, 'Cannot read /no/such/file'],
    [{ batch: '/no/such/file' }, 2, 'Cannot read /no/such/file'],
    [{ from: 'Saturday', for: 'PT1H' }, 2, '"from" is "Saturday"; write an instant with its zone'],
    [{ from: '2026-10-24T16:00:00', for: 'PT1H' }, 2, 'write an instant with its zone'],
    [{ from: '2026-10-24T16:00:00Z', for: 'P1M' }, 2, '"for" is "P1M"; write a duration'],
    [{ from: '2026-10-24T16:00:00Z', for: '-PT1H' }, 2, '"for" is "-PT1H"'],
    [{ from: '2026-10-24T16:00:00Z', for: 'P90000000D' }, 1, 'does not offer so much open time'],
  ] as [Parameters<typeof clockCommand>[1], number, string][])(
    'refuses %j with %i',
    async (asked, code, sentence) => {
      const complete = 'from' in asked ? { calendar, ...asked } : asked
      const said = await run('due', complete)
      expect(said.code).toBe(code)
      expect(said.stderr).toContain(sentence)
      expect(said.stdout).toBe('')
    },
  )

  it.each([
    ['{', 'is not JSON'],
    [JSON.stringify({ ...BERLIN, hours: {} }), 'never open'],
    [JSON.stringify({ hours: {} }), 'no timeZone'],
    [JSON.stringify({ ...BERLIN, timeZone: 'Mars/Base' }), 'There is no time zone "Mars/Base"'],
    [JSON.stringify({ timeZone: 'UTC' }), 'no hours'],
    [JSON.stringify({ ...BERLIN, holiday: [] }), 'A calendar has no "holiday"'],
    [JSON.stringify({ ...BERLIN, hours: { mon: ['09:00', '18:00'] } }), 'write each opening as'],
  ])('refuses the calendar %s', async (text, sentence) => {
    const asked = { calendar: file('bad.json', text), from: '2026-10-24T16:00:00Z', for: 'PT2H' }
    const said = await run('due', asked)
    expect([said.code, said.stdout]).toEqual([1, ''])
    expect(said.stderr).toContain(sentence)
  })

  it('answers a batch line by line; a bad line says why on its own line and the others are answered', async () => {
    const good = { calendar: BERLIN, from: '2026-10-24T20:00:00+02:00', for: 'PT2H' }
    const lines = [
      JSON.stringify(good),
      '{"calendar"',
      JSON.stringify({ ...good, for: 'soon' }),
      JSON.stringify({ ...good, from: '2026-11-16T09:00:00.250+01:00' }),
    ]
    const said = await run('due', { batch: file('cases.jsonl', lines.join('\n')) })
    expect(said.code).toBe(1)
    const [first, second, third, fourth, end] = said.stdout.split('\n')
    expect([first, fourth, end]).toEqual(['2026-10-26T10:00:00Z', '2026-11-16T10:00:00.250Z', ''])
    expect(second).toMatch(/^error: This is not JSON/)
    expect(third).toContain('error: "for" is "soon"')
    expect(said.stderr).toContain('Line 3: "for" is "soon"')
    expect(said.stderr).toContain('2 of the lines have no answer')
  })

  it('answers ten thousand cases of a thousand calendars as one would answer each alone', async () => {
    const lines = Array.from({ length: 10_000 }, (_, n) => {
      const hours = { mon: [['09:00', `${17 + (n % 7)}:${String((n % 1_000) % 60).padStart(2, '0')}`]] }
      return JSON.stringify({
        calendar: { timeZone: 'UTC', hours },
        from: '2026-11-16T08:00:00Z',
        for: 'PT2H',
      })
    })
    const said = await run('due', { batch: file('many.jsonl', `${lines.join('\n')}\n`) })
    expect(said.code).toBe(0)
    expect(new Set(said.stdout.trimEnd().split('\n'))).toEqual(new Set(['2026-11-16T11:00:00Z']))
    expect(said.stdout.split('\n')).toHaveLength(10_001)
  })
})
