/** Who is told what, when, and how often it is tried, as a library. */
export { chatBody } from './chat-post.ts'
export { EVENTS, TEST_EVENT, wantsEvent } from './events.ts'
export { KINDS, preferenceFor } from './kinds.ts'
export { heldUntil, mailDueAt, planMails, quietEnd, usualHours } from './mail-plan.ts'
export { mailText } from './mail-text.ts'
export { DISABLE_AFTER_MS, nextAttemptAt, PAUSES_MS, retryAfter } from './retry-schedule.ts'
export { webhookBody } from './webhook-body.ts'
