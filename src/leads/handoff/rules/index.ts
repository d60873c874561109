/** Clocks, states and follow-up of a hand-off as a library. */
export { ACTIONS, refusalOf } from './actions.ts'
export {
  afterPause,
  beforeDue,
  clockStanding,
  dueAfter,
  isOutsideHours,
  splitTime,
  usedBetween,
} from './clocks.ts'
export { followUpSteps, missingSteps, nextStep } from './follow-up.ts'
export { applied, eventsThatHold, isOpen, offered, standing } from './ledger.ts'
export { reminderInstants, timersOf } from './timers.ts'
