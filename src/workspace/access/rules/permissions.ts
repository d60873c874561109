/** Who may do what: the one table. Contracts name a permission; nothing else in the code asks for a role. */

export const ROLES = ['administrator', 'operations', 'marketing', 'sales', 'success', 'leadership'] as const
export type Role = (typeof ROLES)[number]

const everyone: readonly Role[] = ROLES
const keepers: readonly Role[] = ['administrator', 'operations']

export const PERMISSIONS = {
  'workspace.read': everyone,
  'workspace.change': ['administrator'],
  'member.read': everyone,
  'member.change': ['administrator'],
  'api_key.change': ['administrator'],
  'audit.read': keepers,
  'agreement.read': everyone,
  'agreement.change': keepers,
  'record.read': everyone,
  'record.change': keepers,
  'import.read': keepers,
  'import.change': keepers,
  'intake.read': ['administrator', 'operations', 'marketing'],
  'intake.change': ['administrator', 'operations', 'marketing'],
  'lead.read': everyone,
  'routing.read': everyone,
  'absence.change': ['administrator', 'operations', 'sales'],
  'handoff.read': everyone,
  'handoff.work': ['administrator', 'operations', 'sales'],
  'handoff.settle': ['administrator', 'operations', 'leadership'],
  'handoff.dispute': ['administrator', 'operations', 'marketing'],
  'nurture.read': everyone,
  'nurture.change': ['administrator', 'operations', 'marketing'],
  'notification.read': everyone,
  'notification.change': everyone,
  'webhook.change': ['administrator'],
  'report.read': everyone,
  'report.export': ['administrator', 'operations', 'marketing', 'sales', 'leadership'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof PERMISSIONS

/**
 * Whether a role may use a permission.
 *
 * @example may('sales', 'audit.read') // false
 */
export function may(role: string, permission: string): boolean {
  const roles: readonly string[] | undefined = PERMISSIONS[permission as Permission]
  return roles?.includes(role) ?? false
}

/**
 * Everything a role may do, in the order of the table.
 *
 * @example permissionsOf('sales').includes('lead.read') // true
 */
export function permissionsOf(role: Role): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => may(role, permission))
}
