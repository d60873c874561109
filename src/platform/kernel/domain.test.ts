import { describe, expect, it } from 'vitest'
import { asciiDomain, comparedAddress } from './domain.ts'

describe('a domain that is compared', () => {
  it.each([
    // ü after m-ller: Punycode "mller-kva"
    ['Müller.test', 'xn--mller-kva.test'],
    ['xn--MLLER-kva.test', 'xn--mller-kva.test'],
    // u followed by a combining diaeresis is the same letter
    ['mu\u0308ller.test', 'xn--mller-kva.test'],
    ['Acme.CO.uk', 'acme.co.uk'],
    ['acme.test', 'acme.test'],
  ])('%s is %s', (written, compared) => {
    expect(asciiDomain(written)).toBe(compared)
  })

  it.each(['ü/x', 'ü:80', 'jo@ü', 'ü?x', 'ü x', 'ü%2e', '\ud800ü', ''])(
    'a text that is none stays: %s',
    (text) => {
      expect(asciiDomain(text)).toBe(text)
    },
  )
})

it('an address keeps what stands before its domain, in lower case', () => {
  expect(comparedAddress('Jürgen+News@Müller.test')).toBe('jürgen+news@xn--mller-kva.test')
  expect(comparedAddress('Müller.test')).toBe('xn--mller-kva.test')
})
