import type { Hono } from 'hono'
import type { Database } from '#platform/db/index.ts'
import type { Env } from '#platform/http/server.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type Handler, handle } from '#platform/operation/index.ts'
import * as contract from './contract.ts'
import { createFormLimits, type FormRates } from './form-limits.ts'
import { createProofs } from './proof.ts'
import { mountForms as mount } from './routes.ts'
import { discard, type FormService, formService, hold, release, submissions } from './service.ts'

export { type ReplyDeps, replyJobs } from './reply.ts'
export { OPEN_PATHS } from './routes.ts'

/** Forms and what was sent with them, as operations. */
export function formOperations(setting: FormService): Handler[] {
  const forms = formService(setting)
  return [
    handle(contract.listForms, forms.list),
    handle(contract.readForm, forms.read),
    handle(contract.createForm, forms.create),
    handle(contract.updateForm, forms.update),
    handle(contract.stopForm, forms.stop),
    handle(contract.restartForm, forms.restart),
    handle(contract.listSubmissions, submissions),
    handle(contract.releaseSubmission, release),
    handle(contract.discardSubmission, discard),
    handle(contract.holdSubmission, hold),
  ]
}

export interface FormOptions {
  database: Database
  clock: () => Instant
  /** where users reach the app */
  baseUrl: string
  /** of the installation */
  secretKey: string
  /** the script of embedded forms, built */
  script: () => Promise<string>
  /** other limits than the usual ones, for tests */
  rates?: FormRates | undefined
}

/** Mounts the public side of forms: the page, the script and where they are sent. */
export function mountForms(app: Hono<Env>, { secretKey, rates, ...options }: FormOptions): void {
  const proofs = createProofs(secretKey)
  mount(app, { ...options, proofs, limits: createFormLimits(options.clock, rates) })
}
