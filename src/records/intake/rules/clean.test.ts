import { describe, expect, it } from 'vitest'
import { cleanJson, cutText } from './clean.ts'

const cleaned = (url: string) => {
  const answer = cleanJson({ url })
  return answer.ok ? (answer.value as { url: string }).url : answer.reason
}

describe('an address of a page', () => {
  it.each([
    ['https://a.test/p?utm_source=x&email=ann@b.test#me', 'https://a.test/p?utm_source=x'],
    ['https://ann:secret@a.test/p', 'https://a.test/p'],
    ['https://a.test/u/ann@b.test/edit', 'https://a.test/u/[removed]/edit'],
    ['https://a.test/u/ann%40b.test', 'https://a.test/u/[removed]'],
    ['https://a.test/u/mail=ann@b.test&x', 'https://a.test/u/mail=[removed]&x'],
    ['https://a.test/u/@ann@b.test@', 'https://a.test/u/[removed]'],
    // a name and a version are no mailbox
    ['https://a.test/@ann.lee/post', 'https://a.test/@ann.lee/post'],
    ['https://a.test/react@18.2.0/index.js', 'https://a.test/react@18.2.0/index.js'],
  ])('%s is kept as %s', (sent, kept) => {
    expect(cleaned(sent)).toBe(kept)
  })

  it('is cut after 2,000 characters', () => {
    expect(cleaned(`https://a.test/${'@'.repeat(3_000)}`)).toBe(`https://a.test/${'@'.repeat(1_985)}`)
  })
})

it('a text is never cut within a character', () => {
  expect(cutText('ab😀', 3)).toBe('ab')
  expect(cutText('ab😀', 4)).toBe('ab😀')
})
