/** Puts together what waits for one member; payload `userId`. */
export const GATHER = 'notification.gather'
/** Hands one mail to the server; payload `userId`, `messageId`. */
export const MAIL = 'notification.mail'
/** Posts to one chat channel; payload `channelId`, `messageId`. */
export const POST = 'notification.post'
/** Sends what is due to one endpoint; payload `endpointId`. */
export const SEND = 'webhook.send'
