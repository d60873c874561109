export { toldAbout } from './audience.ts'
export {
  ACTIVITY_LOGGED,
  HAND_OFF_EVENTS,
  type HandOffAnnouncement,
  type HandOffEvent,
  LEAD_REOPENED,
} from './events.ts'
export { followHandOffs } from './follow.ts'
export { keptBy } from './former.ts'
export { passOn } from './leavers.ts'
export { handOffQualified, loadsNow, offerAmong } from './offer.ts'
export { type Reader, readerOf } from './reader.ts'
export { reassign } from './reassign.ts'
export { rebuildHandOffs } from './rebuild.ts'
export { operations } from './service.ts'
export { stopClocks } from './stop-clocks.ts'
export { startHandOffs } from './store.ts'
export { sweepHandoffs } from './sweep.ts'
export { routeUnassigned } from './unassigned.ts'
export { handOffJobs } from './withdrawal.ts'
