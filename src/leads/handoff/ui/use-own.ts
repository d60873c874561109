import { useOperation } from '#platform/ui/index.ts'
import { handOffCounts } from '../contract.ts'
import type { HandOffItem } from './data.ts'

/** Whether the reader is the seller who has it; others may work on it all the same, such as a manager. */
export function useIsOwn({ sellerId }: Pick<HandOffItem, 'sellerId'>): boolean {
  const { data } = useOperation(handOffCounts, { view: 'mine' })
  return sellerId !== null && data?.sellerId === sellerId
}
