import { isbot } from 'isbot'
import { enqueue, type JobHandler } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { machineSigns, type NewTouch, networkOf, recordTouches } from '#records/touches/index.ts'
import { type ClickRow, clicksOf, insertClick, settleClicks } from './click-store.ts'
import { type MessageRow, messageById } from './message-store.ts'
import { CLICK_WINDOW_MS, visitsAround } from './rules/click.ts'
import { type Addressed, type LinkDeps, messageWithSender } from './unsubscribe.ts'

const CLICK = 'nurture.click'
/** Visits kept of one message; more tell nothing new. */
const MOST_CLICKS = 200

/** Where a tracked link leads, with its message; null when it was not made here. Nothing but what stood in the mail can come out. */
export async function readLink(
  deps: LinkDeps,
  token: string,
): Promise<(Addressed & { url: string; link: number }) | null> {
  const named = deps.links.read('link', token)
  if (!named) return null
  const { workspaceId, messageId, link } = named
  const found = await messageWithSender(deps, workspaceId, messageId)
  const url = found?.message.links[link]
  if (!found || url === undefined || !deps.links.holds('link', token, url)) return null
  return { workspaceId, ...found, emailNorm: found.message.emailNorm ?? '', url, link }
}

/** Keeps a visit. Whether a person made it is decided when it can be seen what else was visited at the same time. */
export async function keepVisit(
  deps: LinkDeps,
  { workspaceId, message }: Addressed,
  link: number,
  request: Request,
  address: string,
): Promise<void> {
  const now = deps.clock()
  const userAgent = request.headers.get('user-agent')
  const purpose = ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'].map((name) => request.headers.get(name))
  const sign = machineSigns({
    method: request.method,
    userAgent,
    isListedBot: userAgent === null || isbot(userAgent),
    purpose: purpose.filter(Boolean).join(' '),
    network: networkOf(address),
    mail: 'click',
  })
  const click = { id: newId(now), messageId: message.id, link, occurredAt: now, sign }
  await deps.database.workspace(workspaceId, async (tx) => {
    if (!(await insertClick(tx, workspaceId, click, MOST_CLICKS)) || link < 0) return
    const runAt = now + CLICK_WINDOW_MS
    await enqueue(tx, {
      workspaceId,
      kind: CLICK,
      payload: { messageId: message.id },
      runAt,
      key: message.id,
    })
  })
}

/** Visits that can be told by now become touches, and whatever follows from them follows in the same transaction. */
export function clickJob(deps: LinkDeps): JobHandler {
  return {
    kind: CLICK,
    async run(job) {
      const { messageId } = job.payload as { messageId: string }
      const { workspaceId } = job
      const now = deps.clock()
      let waiting = false
      await job.finish(async (tx) => {
        const message = await messageById(tx, workspaceId, messageId)
        if (!message) return
        const all = await clicksOf(tx, workspaceId, messageId)
        const open = all.filter((click) => click.settledAt === null && click.link >= 0)
        const ripe = open.filter((click) => click.occurredAt + CLICK_WINDOW_MS <= now)
        waiting = ripe.length < open.length
        const touches = ripe.map((click) => touchOf(message, click, all, now))
        const people = await recordTouches(tx, workspaceId, touches, now)
        await settleClicks(
          tx,
          workspaceId,
          ripe.map(({ id }) => id),
          now,
        )
        if (people.length > 0) await deps.onTouches(tx, workspaceId, people, now)
      })
      if (waiting) {
        await deps.database.workspace(workspaceId, (tx) =>
          enqueue(tx, {
            workspaceId,
            kind: CLICK,
            payload: { messageId },
            runAt: now + CLICK_WINDOW_MS,
            key: messageId,
          }),
        )
      }
    },
  }
}

/** Repeated visits of a day are one touch; a machine's is another one, so that neither hides the other. */
function touchOf(message: MessageRow, click: ClickRow, all: readonly ClickRow[], now: Instant): NewTouch {
  const links = message.links.length + 1
  const sign = click.sign ?? machineSigns({ mail: 'click', clicks: visitsAround(click, all), links })
  const day = new Date(click.occurredAt).toISOString().slice(0, 10)
  return {
    id: newId(now),
    personId: message.personId,
    campaignId: null,
    sellerId: null,
    kind: 'email_click',
    side: 'marketing',
    direction: 'inbound',
    channel: 'Email',
    subject: message.subject,
    machine: sign !== null,
    attributes: {
      track: message.trackKey,
      step: message.stepKey,
      url: message.links[click.link] ?? null,
      ...(sign === null ? {} : { machine: sign }),
    },
    occurredAt: click.occurredAt,
    source: 'nurture',
    dedupeKey: `${message.id}:${click.link}:${day}:${sign === null ? 'person' : 'machine'}`,
  }
}
