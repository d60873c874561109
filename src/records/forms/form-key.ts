import { randomBytes } from 'node:crypto'

/** A new key of a form; it names its workspace, so that it is looked up inside that workspace alone. */
export function newFormKey(workspaceId: string): string {
  const where = Buffer.from(workspaceId.replaceAll('-', ''), 'hex').toString('base64url')
  return `${where}${randomBytes(9).toString('base64url')}`
}

/** The workspace of a form's key; null when the text is none. */
export function workspaceOfKey(key: string): string | null {
  if (!/^[\w-]{34}$/.test(key)) return null
  const hex = Buffer.from(key.slice(0, 22), 'base64url').toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
