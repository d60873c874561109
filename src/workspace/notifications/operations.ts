import { type Handler, handle } from '#platform/operation/index.ts'
import type { AllowList } from '#platform/outbound/index.ts'
import type { Sealer } from '#platform/sealing.ts'
import * as chat from './chat-service.ts'
import * as contract from './contract.ts'
import * as service from './service.ts'
import * as webhooks from './webhook-service.ts'

export interface NotificationOperationDeps {
  sealer: Sealer
  allow: AllowList
  /** whether a mail server is configured */
  mailConfigured: boolean
}

/** Notifications, preferences, chat channels and webhooks as operations. */
export function notificationOperations(deps: NotificationOperationDeps): Handler[] {
  return [
    handle(contract.listNotifications, service.list),
    handle(contract.countUnread, service.unread),
    handle(contract.markRead, service.markRead),
    handle(contract.markAllRead, service.markAllRead),
    handle(contract.readPreferences, (context) => service.preferences(context, deps.mailConfigured)),
    handle(contract.setPreference, service.setPreference),
    handle(contract.setHours, service.setHours),
    handle(contract.listChannels, chat.listChats),
    handle(contract.createChannel, (context, input) => chat.createChat(deps, context, input)),
    handle(contract.changeChannel, (context, input) => chat.changeChatChannel(deps, context, input)),
    handle(contract.removeChannel, chat.removeChatChannel),
    handle(contract.testChannel, chat.testChat),
    handle(contract.listWebhooks, webhooks.listEndpoints),
    handle(contract.createWebhook, (context, input) => webhooks.createEndpoint(deps, context, input)),
    handle(contract.changeWebhook, (context, input) => webhooks.changeEndpointOf(deps, context, input)),
    handle(contract.rotateSecret, (context, input) => webhooks.rotate(deps, context, input)),
    handle(contract.removeWebhook, webhooks.remove),
    handle(contract.listMessages, webhooks.messages),
    handle(contract.readMessage, webhooks.message),
    handle(contract.replayMessage, webhooks.replayOne),
    handle(contract.replayFailed, webhooks.replaySince),
    handle(contract.testWebhook, webhooks.test),
  ]
}
