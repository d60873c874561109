import { z } from 'zod'
import { AgreementDocument } from './schema.ts'

/** JSON Schema of the agreement file, for editors; the same text each time. */
export function agreementJsonSchema(): string {
  const schema = z.toJSONSchema(AgreementDocument, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
  })
  return `${JSON.stringify({ $id: 'agreement.schema.json', title: 'Accord agreement', ...schema }, null, 2)}\n`
}

/** The module that carries the default agreement inside the program, made from `default.yaml`. */
export function defaultAgreementModule(yaml: string): string {
  return `// Made from default.yaml by npm run generate; change that file.\nexport const defaultAgreementYaml: string =\n  ${JSON.stringify(yaml)}\n`
}
