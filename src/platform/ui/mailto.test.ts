import { expect, test } from 'vitest'
import { mailtoOf } from './mailto.ts'

test.each([
  ['kim@acme.example', 'mailto:kim@acme.example'],
  ['kim+news@acme.example', 'mailto:kim%2Bnews@acme.example'],
  ['kim?bcc=all@acme.example', 'mailto:kim%3Fbcc%3Dall@acme.example'],
  ['jörg@müller.example', 'mailto:j%C3%B6rg@müller.example'],
])('%s is written to at %s', (address, link) => {
  expect(mailtoOf(address)).toBe(link)
})

test.each([
  'https://evil.test/?x=<script>',
  'kim@acme.example?bcc=all@evil.example',
  'kim@acme.example?subject=x',
  'kim@acme.example,all@evil.example',
  'Kim <kim@acme.example>',
  'kim',
  '',
])('%s is no link', (address) => {
  expect(mailtoOf(address)).toBeNull()
})
