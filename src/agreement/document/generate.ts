import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { agreementJsonSchema, defaultAgreementModule, withTables } from './generated.ts'

/**
 * Writes what is made from the schema, the fields and the default agreement: `docs/api/agreement.schema.json`, the tables in
 * `docs/method/agreement.md`, and the module that carries `default.yaml`. Called by `npm run generate`.
 */
export function generateAgreementFiles(): void {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
  mkdirSync(here('../../../docs/api'), { recursive: true })
  writeFileSync(here('../../../docs/api/agreement.schema.json'), agreementJsonSchema())
  writeFileSync(
    here('./default-agreement.generated.ts'),
    defaultAgreementModule(readFileSync(here('./default.yaml'), 'utf8')),
  )
  const chapter = here('../../../docs/method/agreement.md')
  writeFileSync(chapter, withTables(readFileSync(chapter, 'utf8')))
}
