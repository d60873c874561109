import { type Context, handle, pageOf } from '#platform/operation/index.ts'
import { listFreeMail, setFreeMail } from './contract.ts'
import { listOverrides, setOverride } from './free-mail-store.ts'

async function list(
  { tx, workspaceId }: Context,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const rows = await listOverrides(tx, workspaceId, cursor, limit + 1)
  const { shown, nextCursor } = pageOf(rows, limit, (last) => last.domain)
  return { items: shown, nextCursor }
}

async function set(context: Context, { domain, isFreeMail }: { domain: string; isFreeMail: boolean | null }) {
  await setOverride(context.tx, context.workspaceId, domain, isFreeMail)
  const verdict = isFreeMail === null ? 'as the built-in list has it' : isFreeMail ? 'free mail' : 'a company'
  context.audit({ subject: domain, summary: `Set the domain ${domain} to be read as ${verdict}` })
  return { domain, isFreeMail }
}

/** The list of free-mail domains as operations. */
export const freeMailOperations = [handle(listFreeMail, list), handle(setFreeMail, set)]
