import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseSearch, readSearch, stringifySearch } from './search-state.ts'

const Search = z.object({
  stage: z.enum(['mql', 'sal']).optional(),
  minimum: z.number().int().default(0),
  open: z.boolean().default(false),
  owners: z.array(z.string()).default([]),
  q: z.string().default(''),
})

const read = (text: string) => readSearch(Search, parseSearch(text))

test('texts of an address become the types that the page declares', () => {
  expect(read('?stage=mql&minimum=30&open=true&owners=a&owners=b&q=12')).toEqual({
    stage: 'mql',
    minimum: 30,
    open: true,
    owners: ['a', 'b'],
    q: '12',
  })
})

test('a single value is a list where the page declares a list', () => {
  expect(read('?owners=a').owners).toEqual(['a'])
})

test('what does not fit is left out, so that an old link still opens the page', () => {
  expect(read('?stage=unknown&minimum=many&unheard=1')).toEqual({
    minimum: 0,
    open: false,
    owners: [],
    q: '',
  })
})

test('empty, absent and false values stay out of the address', () => {
  expect(stringifySearch({ stage: undefined, q: '', open: false, minimum: 0, owners: ['a', 'b'] })).toBe(
    '?minimum=0&owners=a&owners=b',
  )
  expect(stringifySearch({})).toBe('')
})
