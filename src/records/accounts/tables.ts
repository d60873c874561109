import { bigint, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { attributes, id, instant, workspaceId } from '#platform/db/columns.ts'

/** A company, identified by external id, then registrable domain, then name with a second piece of evidence. */
export const account = pgTable(
  'account',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    name: text('name').notNull(),
    /** lower case without legal form and punctuation */
    nameNorm: text('name_norm').notNull(),
    /** registrable domain, never a free-mail one */
    domain: text('domain'),
    industry: text('industry'),
    employees: integer('employees'),
    /** yearly revenue in minor units of `currency` */
    annualRevenueMinor: bigint('annual_revenue_minor', { mode: 'number' }),
    currency: text('currency'),
    country: text('country'),
    region: text('region'),
    phone: text('phone'),
    postcode: text('postcode'),
    sellerId: uuid('seller_id'),
    parentId: uuid('parent_id'),
    attributes: attributes(),
    /** when the source system says this account was created; the same as `recordedAt` where it does not say */
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    mergedIntoId: uuid('merged_into_id'),
    importId: uuid('import_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('account_domain').on(t.workspaceId, t.domain),
    index('account_name').on(t.workspaceId, t.nameNorm),
  ],
)
