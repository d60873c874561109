import { z } from 'zod'
import { CALLABLES, FIELDS, TOUCH_KINDS, type Usage } from './rules/expression/fields.ts'
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

const cell = (text: string) => text.replaceAll('|', '\\|')

/** The table of functions for the documentation. */
function functionsTable(): string {
  const rows = CALLABLES.map(({ example, description }) => `| \`${cell(example)}\` | ${description} |`)
  return ['| example | true when, or value |', '|---|---|', ...rows].join('\n')
}

/** The table of fields for the documentation; the counts of touches, alike but for the kind, stand in one row. */
function fieldsTable(): string {
  const kinds = TOUCH_KINDS.map((kind) => `\`${kind}\``).join(', ')
  const single = FIELDS.filter(({ path }) => !path.startsWith('counts.'))
  const rows = single.map(({ path, type, unit, values, description, usableIn }) => {
    const only = values ? `: ${values.map((value) => `\`${value}\``).join(', ')}` : ''
    return row(path, unit ? `${type}, ${unit}` : type, description + only, usableIn)
  })
  const { usableIn } = FIELDS.find(({ path }) => path.startsWith('counts.'))!
  const counts = row(
    'counts.page_view',
    'number, touches',
    `Touches of a kind in this cycle, without machines. Kinds: ${kinds}`,
    usableIn,
  )
  return ['| field | type | meaning | usable in |', '|---|---|---|---|', ...rows, counts].join('\n')
}

function row(path: string, type: string, meaning: string, usableIn: readonly Usage[]): string {
  return `| \`${path}\` | ${type} | ${meaning} | ${usableIn.map((usage) => PLACES[usage]).join(', ')} |`
}

const PLACES: Readonly<Record<Usage, string>> = {
  fit: 'fit',
  engagement: 'engagement',
  exclusion: 'exclusions',
  handRaise: 'hand-raise',
  intent: 'intent',
  qualification: 'lead definition',
  stage: 'stages',
  routing: 'routing',
  track: 'tracks',
}

/** Puts the generated tables into the chapter of the documentation. */
export function withTables(chapter: string): string {
  return chapter
    .replace(/<!-- functions -->[\s\S]*<!-- \/functions -->/, () => between('functions', functionsTable()))
    .replace(/<!-- fields -->[\s\S]*<!-- \/fields -->/, () => between('fields', fieldsTable()))
}

const between = (name: string, table: string) => `<!-- ${name} -->\n${table}\n<!-- /${name} -->`
