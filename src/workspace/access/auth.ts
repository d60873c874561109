import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Database } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { DAY, MINUTE, SECOND } from '#platform/kernel/instant.ts'
import { workspacesOfUser } from './global-store.ts'
import { appUser, credential, session, verification } from './tables.ts'

export interface AuthOptions {
  database: Database
  /** where users reach the app; https makes the cookie secure and host-bound */
  baseUrl: string
  secretKey: string
}

/**
 * The sign-in library, held to what we use of it: password check, session rows, the session cookie. None of its own routes
 * is mounted; operations call it, so that rights, limits and audit are the same as everywhere.
 */
export function createAuth({ database, baseUrl, secretKey }: AuthOptions) {
  const secure = baseUrl.startsWith('https:')
  return betterAuth({
    appName: 'Accord',
    baseURL: baseUrl,
    secret: secretKey,
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: drizzleAdapter(drizzle(database.pool), {
      provider: 'pg',
      schema: { user: appUser, session, account: credential, verification },
    }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    session: {
      expiresIn: SESSION_RESTS_FOR / SECOND,
      updateAge: DAY / SECOND,
      cookieCache: { enabled: false },
      additionalFields: { activeWorkspaceId: { type: 'string', required: false, input: false } },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (opened) => {
            const [first] = await database.system((tx) => workspacesOfUser(tx, opened.userId))
            return { data: { ...opened, activeWorkspaceId: first?.workspace.id ?? null } }
          },
        },
      },
    },
    rateLimit: { enabled: false },
    advanced: {
      database: { generateId: () => newId() },
      useSecureCookies: false,
      ipAddress: { ipAddressHeaders: ['x-accord-address'] },
      cookies: {
        session_token: {
          name: secure ? '__Host-accord_session' : 'accord_session',
          attributes: { httpOnly: true, sameSite: 'lax', path: '/', secure },
        },
      },
    },
  })
}

export type Auth = ReturnType<typeof createAuth>

/** A session ends when it was not used for so long, and so long after its sign-in however much it is used. */
const SESSION_RESTS_FOR = 14 * DAY
export const SESSION_ENDS_AFTER = 90 * DAY

/** How long an invitation and a reset link stay open. */
export const INVITATION_OPEN_FOR = 7 * DAY
export const RESET_OPEN_FOR = 60 * MINUTE
