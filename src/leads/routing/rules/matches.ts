/** Kinds of routing rule, in the order they are usually written. */
export const MATCHES = [
  'opportunity_owner',
  'account_owner',
  'named_accounts',
  'segment',
  'catch_all',
] as const
