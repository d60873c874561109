import { mailLinks, messageBounced } from '#leads/nurture/index.ts'
import type { Config } from '#platform/config.ts'
import type { Database } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Logger } from '#platform/log.ts'
import { type ArrivedMail, type ReceivedMail, readMail, startReceiver } from '#platform/mail/index.ts'
import { logAddresses, logMail, type OnTouches } from '#records/correspondence/index.ts'
import { workspaceList } from '#workspace/access/index.ts'

export interface MailInOptions {
  config: Config
  database: Database
  log: Logger
  clock: () => Instant
  onTouches: OnTouches
}

/** Takes mails that members log and reports of mails that came back; null when no port is configured for it. */
export async function startMailIn(
  options: MailInOptions,
): Promise<{ port: number; close(): Promise<void> } | null> {
  const { config, database, log, clock, onTouches } = options
  const { mailInPort, mailInDomain } = config
  if (mailInPort === undefined || !mailInDomain) return null
  const links = mailLinks(config)
  const addresses = logAddresses(config)
  const workspaceEnding = async (end: string) => {
    const all = await database.system(workspaceList)
    return all.find(({ id }) => id.replaceAll('-', '').endsWith(end))?.id
  }

  async function one(localPart: string, mail: ArrivedMail): Promise<void> {
    const now = clock()
    const logged = addresses.read(localPart)
    const returned = links.readReturnPath(localPart)
    const workspaceId = await workspaceEnding(logged?.workspaceEnd ?? returned?.workspaceEnd ?? '-')
    if (!workspaceId) return
    await database.workspace(workspaceId, async (tx) => {
      const { bounce } = mail
      if (logged) {
        const given = { mail, userId: logged.userId, receivingDomain: mailInDomain }
        await logMail(tx, workspaceId, given, onTouches, now)
      } else if (returned && bounce) {
        await messageBounced(onTouches, tx, workspaceId, returned.messageId, bounce, now)
      }
    })
  }

  return startReceiver({
    port: mailInPort,
    host: config.host,
    domain: mailInDomain,
    log,
    knows: (localPart) => addresses.read(localPart) !== null || links.readReturnPath(localPart) !== null,
    async deliver({ localParts, envelopeFrom, raw }: ReceivedMail) {
      await database.assertSpace()
      const mail = await readMail(raw, envelopeFrom).catch((error: unknown) => {
        log.warn({ err: error }, 'a mail could not be read')
        return null
      })
      for (const localPart of mail === null ? [] : localParts) await one(localPart, mail!)
    },
  })
}
