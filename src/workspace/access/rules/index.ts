/** The table of rights as a library. */
export { may, PERMISSIONS, permissionsOf, ROLES } from './permissions.ts'
