import { defaultAgreementYaml } from './default-agreement.generated.ts'
import type { AgreementDocument } from './schema.ts'
import { parseAgreement } from './yaml.ts'

let parsed: AgreementDocument | undefined

/**
 * The agreement a workspace starts under: a B2B company's, sensible as it stands.
 *
 * @returns a copy of one's own
 */
export function defaultAgreement(): AgreementDocument {
  if (!parsed) {
    const read = parseAgreement(defaultAgreementYaml)
    if (!read.ok) throw new Error(`The default agreement is broken: ${read.problems[0]?.message}`)
    parsed = read.value
  }
  return structuredClone(parsed)
}
