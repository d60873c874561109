import type { z } from 'zod'
import { newId } from '#platform/kernel/ids.ts'
import { HOUR } from '#platform/kernel/instant.ts'
import { type Context, type Handler, handle, notFound, Problem, pageOf } from '#platform/operation/index.ts'
import { askForWork } from './append.ts'
import {
  changeWriteKey,
  createWriteKey,
  type IntakeEventItem,
  type IntakeOverview,
  listEventKinds,
  listIntakeEvents,
  listWriteKeys,
  retrySetAside,
  revokeWriteKey,
  setEventKind,
  showIntake,
} from './contract.ts'
import { newWriteKey } from './keys.ts'
import { addKey, changeKey, keysOf, type WriteKeyRow } from './keys-store.ts'
import {
  countsSince,
  countWaiting,
  dropKind,
  eventTail,
  lastRefusals,
  namesSeen,
  ownKinds,
  putKind,
  setAsideEvents,
  type TailRow,
} from './report-store.ts'
import { eventNameNorm, KNOWN_NAMES, trackKind } from './rules/kinds.ts'
import { OUTCOMES, REASONS, type Reason, WARNINGS, type Warning } from './rules/reasons.ts'
import { tryAgain } from './work-store.ts'

const HOURS = 24

async function show({ tx, workspaceId, now }: Context): Promise<z.output<typeof IntakeOverview>> {
  const since = Math.floor(now / HOUR) * HOUR - (HOURS - 1) * HOUR
  const rows = await countsSince(tx, workspaceId, since)
  const sum = (of: typeof rows) =>
    Object.fromEntries(
      OUTCOMES.map((outcome) => [
        outcome,
        of.reduce((events, row) => events + (row.outcome === outcome ? row.events : 0), 0),
      ]),
    ) as z.output<typeof IntakeOverview>['totals']
  const hours = Array.from({ length: HOURS }, (_, index) => since + index * HOUR)
  return {
    since,
    received: rows.reduce((events, row) => events + row.events, 0),
    totals: sum(rows),
    hours: hours.map((hour) => ({ hour, ...sum(rows.filter((row) => row.hour === hour)) })),
    reasons: reasonsIn(rows),
    waiting: await countWaiting(tx, workspaceId, 100_000),
    setAside: await setAsideEvents(tx, workspaceId, 50),
    refusals: (await lastRefusals(tx, workspaceId, 20)).map((row) => ({
      ...row,
      detail: detailOf(row.reason),
    })),
  }
}

const detailOf = (reason: string) => REASONS[reason as Reason] ?? reason

function reasonsIn(rows: Awaited<ReturnType<typeof countsSince>>) {
  const sums = new Map<string, (typeof rows)[number]>()
  for (const row of rows.filter(({ reason }) => reason !== '')) {
    const key = `${row.outcome} ${row.reason}`
    sums.set(key, { ...row, events: row.events + (sums.get(key)?.events ?? 0) })
  }
  return [...sums.values()]
    .map(({ outcome, reason, events }) => ({ outcome, reason, detail: detailOf(reason), events }))
    .sort((a, b) => b.events - a.events)
}

async function tail(
  { tx, workspaceId }: Context,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const rows = await eventTail(tx, workspaceId, cursor, limit + 1)
  const { shown, nextCursor } = pageOf(rows, limit, (last) => last.id)
  return { items: shown.map(itemOf), nextCursor }
}

function itemOf(row: TailRow): z.output<typeof IntakeEventItem> {
  const { work, personId, personName, touchMachine, ...rest } = row
  return {
    ...rest,
    state: work ?? (row.kind ? 'touch' : 'done'),
    person: personId ? { id: personId, name: personName } : null,
    machine: row.machine ?? (touchMachine ? 'Every link of a mail within ten seconds' : null),
    warning: row.warning ? (WARNINGS[row.warning as Warning] ?? row.warning) : null,
  }
}

async function create(
  { tx, workspaceId, actor, now, audit }: Context,
  input: Pick<WriteKeyRow, 'kind' | 'name' | 'origins' | 'consent' | 'honourSignals'>,
) {
  const { token, tokenHash } = newWriteKey(input.kind, workspaceId)
  const id = newId(now)
  await addKey(tx, {
    ...input,
    workspaceId,
    id,
    tokenHash,
    token: input.kind === 'public' ? token : null,
    prefix: token.slice(0, 20),
    createdBy: actor.id,
    createdAt: now,
    changedAt: now,
  })
  audit({ subject: id, summary: `Made the write key ${input.name}`, detail: { kind: input.kind } })
  return { id, token }
}

/** An instant after the last change, so that a request judged by the old settings is recognised. */
const changedAfter = (now: number, row: { changedAt: number } | undefined) =>
  Math.max(now, (row?.changedAt ?? 0) + 1)

async function keyOf({ tx, workspaceId }: Context, keyId: string): Promise<WriteKeyRow> {
  const found = (await keysOf(tx, workspaceId)).find(({ id }) => id === keyId)
  if (!found) throw new Problem(notFound, 'It may have been stopped already.')
  return found
}

async function kinds({ tx, workspaceId }: Context) {
  const own = new Map((await ownKinds(tx, workspaceId)).map((row) => [row.nameNorm, row]))
  const seen = new Map<string, { name: string; events: number }>()
  for (const { name, events } of await namesSeen(tx, workspaceId)) {
    const norm = eventNameNorm(name)
    const before = seen.get(norm)
    seen.set(norm, { name: before?.name ?? name, events: events + (before?.events ?? 0) })
  }
  for (const { nameNorm, name } of own.values())
    if (!seen.has(nameNorm)) seen.set(nameNorm, { name, events: 0 })
  const items = [...seen].map(([nameNorm, { name, events }]) => ({
    nameNorm,
    name,
    events,
    kind: own.get(nameNorm)?.kind ?? trackKind(name, new Map()) ?? ('ignore' as const),
    by: own.has(nameNorm)
      ? ('own' as const)
      : Object.hasOwn(KNOWN_NAMES, nameNorm)
        ? ('known' as const)
        : ('guessed' as const),
  }))
  return { items, nextCursor: null }
}

/** What arrives, as operations. */
export const operations: Handler[] = [
  handle(showIntake, show),
  handle(listIntakeEvents, tail),
  handle(listWriteKeys, async ({ tx, workspaceId }) => ({
    items: await keysOf(tx, workspaceId),
    nextCursor: null,
  })),
  handle(createWriteKey, create),
  handle(changeWriteKey, async (context, { keyId, ...values }) => {
    const before = await keyOf(context, keyId)
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
    const changedAt = changedAfter(context.now, before)
    const row = await changeKey(context.tx, context.workspaceId, keyId, { ...given, changedAt })
    if (!row) throw new Problem(notFound, 'It may have been stopped already.')
    context.audit({ subject: keyId, summary: `Changed the write key ${row.name}`, detail: given })
    return row
  }),
  handle(revokeWriteKey, async ({ tx, workspaceId, now, audit }, { keyId }) => {
    const row = await changeKey(tx, workspaceId, keyId, { revokedAt: now, changedAt: now })
    if (!row) throw new Problem(notFound, 'It may have been stopped already.')
    audit({ subject: keyId, summary: `Stopped the write key ${row.name}` })
  }),
  handle(listEventKinds, kinds),
  handle(setEventKind, async ({ tx, workspaceId, now, audit }, { name, kind }) => {
    const nameNorm = eventNameNorm(name)
    if (kind === null) await dropKind(tx, workspaceId, nameNorm)
    else await putKind(tx, workspaceId, { nameNorm, name, kind }, now)
    audit({ summary: `Decided what events named ${name} are`, detail: { kind } })
    return { nameNorm }
  }),
  handle(retrySetAside, async ({ tx, workspaceId, now, audit }) => {
    const events = await tryAgain(tx, workspaceId)
    audit({ summary: `Put ${events} events that were set aside back to work` })
    if (events > 0) await askForWork(tx, workspaceId, [{ dueAt: now }], now)
    return { events }
  }),
]
