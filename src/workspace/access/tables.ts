import {
  boolean,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'
import { ROLES } from './rules/permissions.ts'

/** A tenant. Global; everything else hangs below one. */
export const workspace = pgTable('workspace', {
  id: id().primaryKey(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  /** `sample` marks generated data, shown as such everywhere and removable with one click */
  kind: oneOf('kind', ['real', 'sample']).notNull().default('real'),
  /** IANA zone in which days, weeks and months of reports begin */
  timeZone: text('time_zone').notNull().default('UTC'),
  /** ISO 4217 code in which totals are shown */
  currency: text('currency').notNull().default('USD'),
  createdAt: instant('created_at').notNull(),
})

/** A role in a workspace. Revoked rows stay, so that past actions keep their author. */
export const member = pgTable(
  'member',
  {
    workspaceId: workspaceId(),
    userId: uuid('user_id').notNull(),
    /** name and address as the user has them, kept here so that a workspace never reads the global user table */
    name: text('name').notNull(),
    email: text('email').notNull(),
    /** an administrator gave the name, so that it may say whom they manage; false: they chose it themselves */
    nameVouched: boolean('name_vouched').notNull().default(false),
    role: oneOf('role', ROLES).notNull(),
    createdAt: instant('created_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.userId] }),
    index('member_email').on(t.workspaceId, t.email),
  ],
)

/** An open seat, claimed once by whoever holds the link and signs up with that address. */
export const invitation = pgTable(
  'invitation',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    emailNorm: text('email_norm').notNull(),
    /** name that whoever accepts gets; null: they choose it */
    name: text('name'),
    role: oneOf('role', ROLES).notNull(),
    /** SHA-256 of the secret in the link, hex */
    secretHash: text('secret_hash').notNull(),
    invitedBy: uuid('invited_by').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    acceptedAt: instant('accepted_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('invitation_secret').on(t.workspaceId, t.secretHash),
  ],
)

/** A key for scripts and agents. The token carries the workspace, so that it is found inside one workspace. */
export const apiKey = pgTable(
  'api_key',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    name: text('name').notNull(),
    /** first characters of the token, to recognise it by */
    prefix: text('prefix').notNull(),
    /** SHA-256 of the secret, hex */
    secretHash: text('secret_hash').notNull(),
    /** permissions it may use, a subset of its maker's */
    scopes: text('scopes').array().notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at'),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('api_key_secret').on(t.workspaceId, t.secretHash),
  ],
)

/** A one-time link, made by an administrator, with which a member sets a new password. */
export const passwordReset = pgTable(
  'password_reset',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    userId: uuid('user_id').notNull(),
    /** SHA-256 of the secret in the link, hex */
    secretHash: text('secret_hash').notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('password_reset_secret').on(t.workspaceId, t.secretHash),
  ],
)

/** The sign-in library speaks `Date`, which the driver seam does not give; only its own tables use this. */
const moment = customType<{ data: Date; driverData: string | number }>({
  dataType: () => 'timestamp (3) with time zone',
  toDriver: (at) => at.toISOString(),
  fromDriver: (value) => new Date(value),
})

/** Global tables of the sign-in library (better-auth); its names, our column style. */
export const appUser = pgTable('app_user', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
})

export const session = pgTable(
  'session',
  {
    id: uuid('id').primaryKey(),
    userId: uuid('user_id').notNull(),
    token: text('token').notNull().unique(),
    /** workspace this session looks at */
    activeWorkspaceId: uuid('active_workspace_id'),
    expiresAt: moment('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [index('session_user').on(t.userId)],
)

export const credential = pgTable(
  'credential',
  {
    id: uuid('id').primaryKey(),
    userId: uuid('user_id').notNull(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    /** scrypt, made by the library */
    password: text('password'),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: moment('access_token_expires_at'),
    refreshTokenExpiresAt: moment('refresh_token_expires_at'),
    scope: text('scope'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [index('credential_user').on(t.userId)],
)

export const verification = pgTable('verification', {
  id: uuid('id').primaryKey(),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: moment('expires_at').notNull(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
})

/** One row once the first administrator exists; its key makes two set-ups at the same moment impossible. */
export const setup = pgTable('setup', {
  id: integer('id').primaryKey(),
  completedAt: instant('completed_at').notNull(),
})
