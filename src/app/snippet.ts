import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './installation.ts'

const runsFromSources = import.meta.url.endsWith('.ts')

/** The site snippet as it was built; made on the spot when the product runs from its sources. */
export async function snippetText(): Promise<string> {
  if (!runsFromSources) return readFile(join(ROOT, 'dist', 't.js'), 'utf8')
  const { buildSnippet } = (await import('../../scripts/build-snippet.mjs')) as {
    buildSnippet(): Promise<string>
  }
  return buildSnippet()
}

let formScript: Promise<string> | undefined

/** The same for the script of embedded forms; read once. */
export function formScriptText(): Promise<string> {
  formScript ??= runsFromSources ? buildFormScript() : readFile(join(ROOT, 'dist', 'form.js'), 'utf8')
  return formScript
}

async function buildFormScript(): Promise<string> {
  const { buildForm } = (await import('../../scripts/build-form.mjs')) as { buildForm(): Promise<string> }
  return buildForm()
}
