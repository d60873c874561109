import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { operation, wholeList } from '#platform/operation/index.ts'

export const SearchHit = z.object({
  kind: z.enum(['person', 'account', 'opportunity', 'campaign']),
  id: Id,
  title: z.string(),
  /** what tells two of the same title apart: address, domain, account */
  subtitle: z.string().nullable(),
})

export const findRecords = operation({
  id: 'search.find',
  method: 'GET',
  path: '/search',
  permission: 'record.read',
  summary: 'Find people, accounts, opportunities and campaigns by name, address or domain',
  input: z.object({
    query: z.string().trim().min(1).max(120),
    limit: z.number().int().min(1).max(20).default(6),
  }),
  output: wholeList(SearchHit),
  cli: 'search',
  mcp: true,
})
