import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Version of this installation, from the package.json above this file, in the sources as well as in the bundle. */
export const VERSION = versionAbove(dirname(fileURLToPath(import.meta.url)))

function versionAbove(folder: string): string {
  try {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      name: string
      version: string
    }
    if (name === 'accord') return version
  } catch {
    // Not here; look one folder up.
  }
  const parent = dirname(folder)
  return parent === folder ? 'unknown' : versionAbove(parent)
}
