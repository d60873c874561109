import { expect, it } from 'vitest'
import { inSteps } from './in-steps.ts'

it('what is old goes in steps until one is not full', async () => {
  let left = 12_000
  const steps: number[] = []
  const taken = await inSteps(async (limit) => {
    const now = Math.min(left, limit)
    left -= now
    steps.push(now)
    return now
  })
  expect(steps).toEqual([5_000, 5_000, 2_000])
  expect(taken).toBe(12_000)
})
