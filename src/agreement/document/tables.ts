import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf, workspaceId } from '#platform/db/columns.ts'
import type { AgreementDocument } from './schema.ts'

/** Every version of the agreement that was ever adopted. A version's document never changes. */
export const agreementVersion = pgTable(
  'agreement_version',
  {
    workspaceId: workspaceId(),
    /** 1 for the first version of the workspace */
    number: integer('number').notNull(),
    /** signed: the latest; superseded: a later version follows it; draft: proposed, never in force */
    status: oneOf('status', ['draft', 'signed', 'superseded']).notNull(),
    /** null: since the beginning, so that history from before the workspace is covered */
    effectiveFrom: instant('effective_from'),
    /** null: until further notice */
    effectiveTo: instant('effective_to'),
    document: jsonb('document').$type<AgreementDocument>().notNull(),
    /** the text as it was written, comments included */
    yaml: text('yaml').notNull(),
    /** SHA-256 of the text, hex: tells cached versions apart */
    digest: text('digest').notNull(),
    /** why it was changed, in a sentence; null for the first */
    note: text('note'),
    /** null: made by the program itself */
    createdBy: uuid('created_by'),
    createdByName: text('created_by_name').notNull(),
    createdAt: instant('created_at').notNull(),
    signedAt: instant('signed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.number] }),
    index('agreement_version_effective').on(t.workspaceId, t.effectiveFrom),
  ],
)
