import { newId } from '#platform/kernel/ids.ts'
import { handle, notFound, Problem, pageOf } from '#platform/operation/index.ts'
import { createApiKey, listApiKeys, revokeApiKey, scopeTooWide } from './contract.ts'
import { may, type Permission } from './rules/permissions.ts'
import { addApiKey, apiKeysPage, revokeApiKey as revokeApiKeyRow } from './store.ts'
import { newToken } from './tokens.ts'

export const apiKeyHandlers = [
  handle(listApiKeys, async ({ tx, workspaceId }, { cursor, limit }) => {
    const rows = await apiKeysPage(tx, workspaceId, cursor, limit + 1)
    const { shown, nextCursor } = pageOf(rows, limit, ({ key }) => key.id)
    const items = shown.map(({ key, createdByName }) => ({
      ...key,
      scopes: key.scopes as Permission[],
      createdByName,
    }))
    return { items, nextCursor }
  }),
  handle(createApiKey, async ({ tx, workspaceId, actor, now, audit }, input) => {
    const beyond = input.scopes.filter(
      (scope) => !may(actor.role, scope) || (actor.scopes && !actor.scopes.includes(scope)),
    )
    if (actor.kind !== 'user' || beyond.length > 0) {
      throw new Problem(
        scopeTooWide,
        beyond.length > 0 ? `Leave out ${beyond.join(', ')}.` : 'Make keys while signed in, not with a key.',
      )
    }
    const { token, secretHash } = newToken('api_key', workspaceId)
    const id = newId(now)
    const prefix = token.slice(0, 16)
    await addApiKey(tx, {
      ...input,
      workspaceId,
      id,
      prefix,
      secretHash,
      createdBy: actor.id,
      createdAt: now,
    })
    audit({ subject: id, summary: `Made the API key ${input.name}`, detail: { scopes: input.scopes } })
    return { id, token }
  }),
  handle(revokeApiKey, async ({ tx, workspaceId, now, audit }, { apiKeyId }) => {
    const row = await revokeApiKeyRow(tx, workspaceId, apiKeyId, now)
    if (!row) throw new Problem(notFound, 'It may have been stopped already.')
    audit({ subject: apiKeyId, summary: `Stopped the API key ${row.name}` })
  }),
]
