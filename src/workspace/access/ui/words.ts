import type { Permission, Role } from '../rules/permissions.ts'

export const ROLE_WORDS: Record<Role, { label: string; hint: string }> = {
  administrator: { label: 'Administrator', hint: 'Everything, with members, keys and settings' },
  operations: { label: 'Operations', hint: 'Keeps the agreement, the imports and the records' },
  marketing: { label: 'Marketing', hint: 'Reads everything, exports reports' },
  sales: { label: 'Sales', hint: 'Reads everything, exports reports' },
  success: { label: 'Customer success', hint: 'Reads everything' },
  leadership: { label: 'Leadership', hint: 'Reads everything, exports reports' },
}

export const roleOptions = (Object.keys(ROLE_WORDS) as Role[]).map((value) => ({
  value,
  ...ROLE_WORDS[value],
}))

const WORDS: Partial<Record<Permission, string>> = {
  'workspace.read': 'Read the workspace',
  'workspace.change': 'Change the workspace',
  'member.read': 'Read members',
  'member.change': 'Invite and change members',
  'api_key.change': 'Make and stop API keys',
  'audit.read': 'Read the audit trail',
  'agreement.read': 'Read the agreement and the lexicon',
  'agreement.change': 'Change the agreement',
  'record.read': 'Read accounts, people, campaigns and opportunities',
  'record.change': 'Change records and merge duplicates',
  'import.read': 'See imports',
  'import.change': 'Import and undo imports',
  'lead.read': 'Read leads and scores',
  'notification.read': 'Read own notifications',
  'notification.change': 'Mark own notifications and choose preferences',
  'webhook.change': 'Set up webhooks and chat channels',
  'report.read': 'Read the dashboard',
  'report.export': 'Export records as CSV',
}

/** What a permission allows, in words; its own name when none were written yet. */
export const permissionWords = (permission: Permission): string => WORDS[permission] ?? permission

const names = new Intl.DisplayNames('en', { type: 'currency' })

export const currencyOptions = Intl.supportedValuesOf('currency').map((value) => ({
  value,
  label: value,
  hint: names.of(value) ?? value,
}))

export const timeZoneOptions = [...Intl.supportedValuesOf('timeZone'), 'UTC'].map((value) => ({
  value,
  label: value.replaceAll('_', ' '),
}))

/** The zone this browser lives in, when it is one of the list. */
export function ownTimeZone(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return timeZoneOptions.some(({ value }) => value === zone) ? zone : 'UTC'
}

/** A first guess by the zone; it can be changed beside it. */
export function likelyCurrency(timeZone: string): string {
  if (timeZone === 'Europe/London') return 'GBP'
  if (timeZone === 'Europe/Zurich') return 'CHF'
  return timeZone.startsWith('Europe/') ? 'EUR' : 'USD'
}
