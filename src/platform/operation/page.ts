import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'

/** The answer of every list: `{ items, nextCursor }`. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** The answer of a list that always comes whole: `{ items, nextCursor: null }`. */
export const wholeList = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.null() })

/** Where to go on in a list, and how many at once. Extend it with the list's own filters. */
export const Page = z.object({
  cursor: z.string().max(4_000).optional(),
  limit: z.number().int().min(1).max(500).default(100),
})

/** The same for lists in the order of their ids, whose cursor is the last id shown. */
export const PageById = Page.extend({ cursor: Id.optional() })

export interface PageOf<Item> {
  items: Item[]
  nextCursor: string | null
}

/** The answer of a download operation: a file with its name. */
export const Download = z.object({ filename: z.string(), contentType: z.string(), body: z.string() })
