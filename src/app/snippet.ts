import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './installation.ts'

/** The site snippet as it was built; made on the spot when the product runs from its sources. */
export async function snippetText(): Promise<string> {
  const runsFromSources = import.meta.url.endsWith('.ts')
  if (!runsFromSources) return readFile(join(ROOT, 'dist', 't.js'), 'utf8')
  const { buildSnippet } = (await import('../../scripts/build-snippet.mjs')) as {
    buildSnippet(): Promise<string>
  }
  return buildSnippet()
}
