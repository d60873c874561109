import { randomBytes } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { type Mailbox, readMailbox } from './mail/address.ts'
import { type AllowList, readAllowList } from './outbound/allow.ts'

const empty = (value: unknown) => (value === '' ? undefined : value)
const list = z.preprocess(empty, z.string().default('')).transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
)

const NO_PORT = 'needs a port from 0 to 65535'
const port = z.coerce.number(NO_PORT).int(NO_PORT).min(0, NO_PORT).max(65_535, NO_PORT)

const Settings = z.object({
  PORT: z.preprocess(empty, port.default(3000)),
  HOST: z.preprocess(empty, z.string().default('127.0.0.1')),
  DATA_DIR: z.preprocess(empty, z.string().default('./data')),
  DATABASE_URL: z.preprocess(
    empty,
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
      .optional(),
  ),
  BASE_URL: z.preprocess(empty, z.url({ protocol: /^https?$/ }).optional()),
  SECRET_KEY: z.preprocess(empty, z.string().min(32, 'needs at least 32 characters').optional()),
  LOG_LEVEL: z.preprocess(
    empty,
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ),
  ACCORD_SETUP_TOKEN: z.preprocess(empty, z.string().min(16, 'needs at least 16 characters').optional()),
  TRUSTED_PROXIES: list,
  MAX_UPLOAD_MB: z.preprocess(empty, z.coerce.number().int().min(1).max(100_000).default(2_048)),
  DISK_RESERVE_MB: z.preprocess(empty, z.coerce.number().int().min(0).default(256)),
  SMTP_URL: z.preprocess(
    empty,
    z
      .string()
      .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
      .optional(),
  ),
  MAIL_FROM: z.preprocess(
    empty,
    z
      .string()
      .refine((text) => readMailbox(text) !== null, 'needs one address: Name <address@example.com>')
      .optional(),
  ),
  MAIL_IN_PORT: z.preprocess(empty, port.optional()),
  MAIL_IN_DOMAIN: z.preprocess(
    empty,
    z
      .string()
      .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'needs a domain: in.example.com')
      .optional(),
  ),
  OUTBOUND_ALLOW: z.preprocess(empty, z.string().default('')).transform(allowed),
})

function allowed(text: string, context: z.RefinementCtx): AllowList {
  try {
    return readAllowList(text)
  } catch (error) {
    context.addIssue(`${(error as Error).message}: write 10.0.0.5:8080, hooks.internal:443`)
    return z.NEVER
  }
}

const Environment = Settings.refine(({ SMTP_URL, MAIL_FROM }) => !SMTP_URL || MAIL_FROM, {
  path: ['MAIL_FROM'],
  message: 'is needed with SMTP_URL: Name <address@example.com>',
}).refine(({ MAIL_IN_PORT, MAIL_IN_DOMAIN }) => MAIL_IN_PORT === undefined || MAIL_IN_DOMAIN, {
  path: ['MAIL_IN_DOMAIN'],
  message: 'is needed with MAIL_IN_PORT: in.example.com',
})

export interface Config {
  port: number
  host: string
  /** absolute */
  dataDir: string
  databaseUrl: string | undefined
  /** without trailing slash; where users reach the app */
  baseUrl: string
  secretKey: string
  logLevel: string
  setupToken: string
  trustedProxies: string[]
  maxUploadBytes: number
  diskReserveBytes: number
  /** the server mails are sent through; without it nothing is sent */
  smtpUrl: string | undefined
  /** who our mails come from; set whenever smtpUrl is */
  mailFrom: Mailbox | undefined
  /** port of the receiver for logged mails and bounces; without it there is none */
  mailInPort: number | undefined
  /** domain of the addresses that receiver answers for */
  mailInDomain: string | undefined
  /** hosts with ports that addresses typed by users may reach although they are private */
  outboundAllow: AllowList
}

/** A setting that cannot be used, in a sentence for whoever starts the server. */
class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * Reads the settings of the environment, with command line values before them.
 *
 * @throws {ConfigError} naming every variable that is wrong
 */
export function readConfig(
  env: Record<string, string | undefined>,
  given: { port?: string; host?: string; data?: string } = {},
): Config {
  const merged = { ...env, ...named({ PORT: given.port, HOST: given.host, DATA_DIR: given.data }) }
  const parsed = Environment.safeParse(merged)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`These settings cannot be used:\n${lines.join('\n')}`)
  }
  const values = parsed.data
  const dataDir = resolve(values.DATA_DIR)
  if (!values.SECRET_KEY || !values.DATABASE_URL) readyDataFolder(dataDir)
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir,
    databaseUrl: values.DATABASE_URL,
    baseUrl: (values.BASE_URL ?? `http://${shownHost(values.HOST)}:${values.PORT}`).replace(/\/+$/, ''),
    secretKey: values.SECRET_KEY ?? storedSecret(dataDir),
    logLevel: values.LOG_LEVEL,
    setupToken: values.ACCORD_SETUP_TOKEN ?? randomBytes(24).toString('base64url'),
    trustedProxies: values.TRUSTED_PROXIES,
    maxUploadBytes: values.MAX_UPLOAD_MB * 1024 * 1024,
    diskReserveBytes: values.DISK_RESERVE_MB * 1024 * 1024,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM === undefined ? undefined : (readMailbox(values.MAIL_FROM) ?? undefined),
    mailInPort: values.MAIL_IN_PORT,
    mailInDomain: values.MAIL_IN_DOMAIN?.toLowerCase(),
    outboundAllow: values.OUTBOUND_ALLOW,
  }
}

const named = (values: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

const shownHost = (host: string) =>
  host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host

/**
 * Makes the folder of the data where it is missing, for its owner only.
 *
 * @throws {ConfigError} when it is no folder, or cannot be made or written
 */
function readyDataFolder(dataDir: string): void {
  try {
    makeFolder(dataDir)
    readdirSync(dataDir)
    accessSync(dataDir, constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOTDIR' ? 'a part of this path is a file' : `the system refuses it, ${code}`
    throw new ConfigError(
      `The data folder ${dataDir} cannot be used: ${why}. Choose another with --data or DATA_DIR.`,
    )
  }
}

/** Node's own way to make a folder with those above it never ends where the system refuses a name, as below /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** The secret of this installation, made once and kept beside the data, readable by its owner only. */
function storedSecret(dataDir: string): string {
  const file = join(dataDir, 'secret-key')
  try {
    writeFileSync(file, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}
