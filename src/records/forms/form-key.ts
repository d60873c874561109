import { randomBytes } from 'node:crypto'
import { idOfShort, shortId } from '#platform/kernel/ids.ts'

/** A new key of a form; it names its workspace, so that it is looked up inside that workspace alone. */
export function newFormKey(workspaceId: string): string {
  return `${shortId(workspaceId)}${randomBytes(9).toString('base64url')}`
}

/** The workspace of a form's key; null when the text is none. */
export function workspaceOfKey(key: string): string | null {
  return /^[\w-]{34}$/.test(key) ? idOfShort(key.slice(0, 22)) : null
}
