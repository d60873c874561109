import { bigint, customType, date, jsonb, text, uuid } from 'drizzle-orm/pg-core'

/** First column of every workspace table and of every key (database rules). */
export const workspaceId = () => uuid('workspace_id').notNull()

/** UUID version 7 made by `newId()`. */
export const id = (name = 'id') => uuid(name)

/** An instant, epoch milliseconds in code, `timestamptz(3)` in the database. */
export const instant = customType<{ data: number; driverData: string | number }>({
  dataType: () => 'timestamptz(3)',
  toDriver: (at) => new Date(at).toISOString(),
  fromDriver: (value) => (typeof value === 'number' ? value : Date.parse(value)),
})

/** A calendar day, `2026-10-26`. */
export const day = (name: string) => date(name, { mode: 'string' })

/** Money in minor units (cents); the currency stands in its own column beside it. */
export const amountMinor = (name = 'amount_minor') => bigint(name, { mode: 'number' })

/** Fields of a source that have no column of their own: plain name to text, number, boolean or null. */
export const attributes = () => jsonb('attributes').$type<Attributes>().notNull().default({})

export type Attributes = Record<string, string | number | boolean | null>

/** A short text from a closed list, checked by the type and by zod at the edge. */
export const oneOf = <const Values extends readonly [string, ...string[]]>(name: string, values: Values) =>
  text(name, { enum: [...values] as [...Values] })
