import { expect, it } from 'vitest'
import { z } from 'zod'
import { contracts } from './contracts.ts'

it('every list is { items, nextCursor }, so that one loop reads them all', () => {
  const answers = contracts.flatMap(({ id, method, output }) =>
    method === 'GET' && output instanceof z.ZodObject && 'items' in output.shape
      ? [{ id, hasCursor: 'nextCursor' in output.shape }]
      : [],
  )
  expect(answers.length).toBeGreaterThan(40)
  expect(answers.filter(({ hasCursor }) => !hasCursor)).toEqual([])
})
