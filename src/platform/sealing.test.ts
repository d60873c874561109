import { describe, expect, it } from 'vitest'
import { createSealer } from './sealing.ts'

describe('sealed values', () => {
  const sealer = createSealer('a secret of the installation')

  it('open where they belong, and are different each time', () => {
    const [one, two] = [sealer.seal('whsec_ü', 'a 1'), sealer.seal('whsec_ü', 'a 1')]
    expect(one).not.toBe(two)
    expect([sealer.open(one, 'a 1'), sealer.open(two, 'a 1')]).toEqual(['whsec_ü', 'whsec_ü'])
  })

  it('do not open elsewhere, altered, cut short, or under another key', () => {
    const sealed = sealer.seal('whsec_1', 'a 1')
    const bytes = Buffer.from(sealed, 'base64')
    expect(() => sealer.open(sealed, 'a 2')).toThrow()
    expect(() => createSealer('another secret').open(sealed, 'a 1')).toThrow()
    expect(() => sealer.open('', 'a 1')).toThrow()
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes)
      altered[at]! ^= 1
      expect(() => sealer.open(altered.toString('base64'), 'a 1'), `byte ${at}`).toThrow()
      expect(() => sealer.open(bytes.subarray(0, at).toString('base64'), 'a 1'), `${at} bytes`).toThrow()
    }
  })
})
