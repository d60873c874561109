import { z } from 'zod'
import { PERMISSIONS, type Permission, ROLES } from './rules/permissions.ts'

/** Fields that several operations of this slice take. */
export const Role = z.enum(ROLES)
export const PermissionName = z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]])
export const Email = z.email('Write an address like name@company.com').max(254)
export const PersonName = z.string().trim().min(1, 'Write your name').max(120)
export const Password = z
  .string()
  .min(12, 'Use at least 12 characters')
  .max(128, 'Use at most 128 characters')
export const TimeZone = z
  .string()
  .max(60)
  .refine(
    (zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC',
    'Choose a time zone from the list',
  )
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'Write three capital letters, such as EUR')
export const WorkspaceName = z.string().trim().min(1, 'Name the workspace').max(80)
export const Nothing = z.object({})
