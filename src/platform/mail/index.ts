export { type Mailbox, readableAddress, readMailbox, singleAddress } from './address.ts'
export {
  createMailer,
  type Mail,
  type Mailer,
  type MailPatience,
  type MailSettings,
} from './mailer.ts'
export type { Sent } from './outcome.ts'
export { type ArrivedMail, type Bounce, readMail } from './read-mail.ts'
export { type ReceivedMail, type ReceiverOptions, startReceiver } from './receiver.ts'
export { type Tokens, tokensFor } from './tokens.ts'
