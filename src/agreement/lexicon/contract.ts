import { z } from 'zod'
import { operation } from '#platform/operation/index.ts'
import { TERM_KINDS } from './rules/lexicon.ts'

export const Term = z.object({
  key: z.string(),
  kind: z.enum(TERM_KINDS),
  name: z.string(),
  definition: z.string(),
  alsoKnownAs: z.array(z.string()),
  owner: z.string().nullable(),
  formula: z.string().nullable(),
  unit: z.string().nullable(),
})

export const listTerms = operation({
  id: 'lexicon.list',
  method: 'GET',
  path: '/lexicon',
  permission: 'agreement.read',
  summary: 'List the terms both teams use in one meaning: stages, measures, words, reasons, personas',
  input: z.object({ search: z.string().max(120).optional(), kind: z.enum(TERM_KINDS).optional() }),
  output: z.object({
    /** version of the agreement they come from */
    version: z.number().int(),
    items: z.array(Term),
    nextCursor: z.string().nullable(),
  }),
  mcp: true,
})
