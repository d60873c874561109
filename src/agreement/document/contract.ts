import { z } from 'zod'
import { InstantIso } from '#platform/kernel/instant.ts'
import { Download, operation, Page, page, problem, unknownPlace } from '#platform/operation/index.ts'
import type { AgreementDocument } from './schema.ts'

export const agreementMissing = problem(
  'agreement.not_found',
  404,
  'There is no such version of the agreement',
)
export const agreementUnsound = problem('agreement.unsound', 422, 'This agreement is not sound yet')
export const agreementOutOfOrder = problem(
  'agreement.out_of_order',
  409,
  'A version must begin after the one before it',
)

const Yaml = z
  .string()
  .min(1)
  .max(300_000, 'An agreement has at most 300,000 characters')
  .describe('The agreement as YAML text')

/** The document is described by docs/api/agreement.schema.json; here it passes as it is. */
const Document = z
  .unknown()
  .describe('The agreement, as agreement.schema describes it') as unknown as z.ZodType<
  AgreementDocument,
  AgreementDocument
>

export const AgreementVersion = z.object({
  number: z.number().int(),
  status: z.enum(['draft', 'signed', 'superseded']),
  /** null: since the beginning */
  effectiveFrom: InstantIso.nullable(),
  /** null: until further notice */
  effectiveTo: InstantIso.nullable(),
  /** in force at the moment of the answer */
  inForce: z.boolean(),
  note: z.string().nullable(),
  createdByName: z.string(),
  createdAt: InstantIso,
})

export const AgreementProblem = z.object({
  line: z.number().int(),
  column: z.number().int(),
  path: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
})

export const AgreementChange = z.object({
  clause: z.string(),
  path: z.string(),
  kind: z.enum(['added', 'removed', 'changed', 'moved']),
  sentence: z.string(),
})

const Version = z.number().int().min(1).max(2_147_483_647)
const version = Version.optional().describe('Absent: the version in force')

export const readAgreement = operation({
  id: 'agreement.read',
  method: 'GET',
  path: '/agreement',
  permission: 'agreement.read',
  summary: 'Read the agreement in force, or an earlier or later version',
  input: z.object({ version }),
  output: z.object({
    version: AgreementVersion,
    document: Document,
    /** every expression in plain words, by its place, e.g. `stages[1].entry` */
    inWords: z.record(z.string(), z.string()),
    /** the text as it was written, comments included */
    yaml: z.string(),
  }),
  errors: [agreementMissing],
  mcp: true,
})

export const listAgreementVersions = operation({
  id: 'agreement.versions',
  method: 'GET',
  path: '/agreement/versions',
  permission: 'agreement.read',
  summary: 'List the versions of the agreement, newest first',
  input: Page,
  output: page(AgreementVersion),
  errors: [unknownPlace],
})

export const downloadAgreement = operation({
  id: 'agreement.download',
  method: 'GET',
  path: '/agreement/file',
  permission: 'agreement.read',
  summary: 'Download the agreement as YAML, with its comments',
  input: z.object({ version }),
  output: Download,
  errors: [agreementMissing],
  download: true,
})

export const agreementSchema = operation({
  id: 'agreement.schema',
  method: 'GET',
  path: '/agreement/schema',
  permission: 'agreement.read',
  summary: 'Download the JSON Schema of agreement files, for editors',
  input: z.object({}),
  output: Download,
  download: true,
})

export const checkAgreement = operation({
  id: 'agreement.check',
  method: 'POST',
  path: '/agreement/check',
  permission: 'agreement.read',
  summary: 'Check an agreement: problems with line and column, and what it would change',
  input: z.object({ yaml: Yaml }),
  output: z.object({
    ok: z.boolean(),
    problems: z.array(AgreementProblem),
    /** against the version in force; empty when it is not sound */
    changes: z.array(AgreementChange),
  }),
  readOnly: true,
})

export const compareAgreements = operation({
  id: 'agreement.compare',
  method: 'GET',
  path: '/agreement/comparison',
  permission: 'agreement.read',
  summary: 'Compare two versions of the agreement in plain words',
  input: z.object({ from: Version, to: Version }),
  output: z.object({ changes: z.array(AgreementChange) }),
  errors: [agreementMissing],
  mcp: true,
})

export const adoptAgreement = operation({
  id: 'agreement.adopt',
  method: 'POST',
  path: '/agreement/versions',
  permission: 'agreement.change',
  summary: 'Adopt a new version of the agreement',
  input: z.object({
    yaml: Yaml,
    note: z.string().max(500).optional().describe('Why it is changed, in a sentence'),
  }),
  output: AgreementVersion,
  errors: [agreementUnsound, agreementOutOfOrder],
})
