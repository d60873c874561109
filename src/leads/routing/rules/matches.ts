/** Kinds of routing rule, in the order they are usually written. */
export const MATCHES = [
  'opportunity_owner',
  'account_owner',
  'named_accounts',
  'segment',
  'catch_all',
] as const

/** What a decision may follow from: a rule of the clause, or what the agreement says of owners who leave. */
export const DECIDED_BY = [...MATCHES, 'leaver'] as const
export type DecidedBy = (typeof DECIDED_BY)[number]
