import { z } from 'zod'
import { Expression, Key, Name, Text } from './words.ts'

const party = z.strictObject({
  leader: Name.describe('Who signs for this team'),
  title: Name.optional(),
})

export const Parties = z
  .strictObject({
    company: Name,
    marketing: party,
    sales: party,
    success: party.optional(),
  })
  .describe('Who agrees with whom')

export const Term = z.strictObject({
  key: Key,
  name: Name,
  definition: Text,
  alsoKnownAs: z.array(Name).max(20).optional(),
})

export const NamedList = z
  .strictObject({
    key: Key,
    name: Name,
    values: z.array(z.string().min(1).max(200)).max(5_000),
  })
  .describe('Values that expressions may look up, for example: account.domain in lists.competitors')

const criterion = z.strictObject({
  key: Key,
  name: Name,
  when: Expression.optional().describe(
    'How it is recognised in the data: CEL over person, account and lists',
  ),
})

export const Profile = z
  .strictObject({
    summary: Text,
    mustHave: z.array(criterion).max(30),
    shouldHave: z.array(criterion).max(30),
    mustNotHave: z.array(criterion).max(30),
  })
  .describe('The ideal customer, owned by both teams')

const BUYING_ROLES = ['decides', 'recommends', 'uses', 'checks', 'buys'] as const

export const Persona = z
  .strictObject({
    key: Key,
    name: Name,
    role: z.enum(BUYING_ROLES).describe('Part in the buying decision'),
    titles: z.array(Name).max(40).describe('Job titles one meets them under'),
    goals: z.array(Text).max(12),
    needs: z.array(Text).max(12),
    objections: z.array(Text).max(12),
  })
  .describe('Someone we speak to')

export type NamedList = z.infer<typeof NamedList>
export type Persona = z.infer<typeof Persona>
