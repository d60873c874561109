import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folder of this installation: where package.json stands, above the sources as well as above the bundle. */
export const ROOT = rootAbove(dirname(fileURLToPath(import.meta.url)))

/** Version of this installation. */
export const VERSION = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string })
  .version

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('package.json of Accord is missing: install it again')
  return rootAbove(parent)
}
