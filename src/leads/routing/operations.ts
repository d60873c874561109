import { agreementInForce } from '#agreement/document/index.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import { type Handler, handle } from '#platform/operation/index.ts'
import * as absences from './absences.ts'
import * as contract from './contract.ts'
import * as decisions from './decisions.ts'
import { givenPerSeller } from './decisions-store.ts'
import { show } from './overview.ts'
import { clause, simulate } from './simulate.ts'
import type { HandOffFacts, LoadsOf } from './surroundings.ts'

/** What the decisions alone tell: leads given since midnight. */
const givenToday: LoadsOf = async (tx, workspaceId, now) => {
  const { document } = await agreementInForce(tx, workspaceId, now)
  const days = calendarOf(document.timeZone)
  const given = await givenPerSeller(tx, workspaceId, days.startOf(days.dayOf(now)))
  return new Map([...given].map(([sellerId, today]) => [sellerId, { open: 0, today }]))
}

/** Where there are no hand-offs. */
const WITHOUT_HAND_OFFS: HandOffFacts = { loadsOf: givenToday, keptBy: async () => null }

/** Routing and absences as operations. */
export function routingOperations(handOffs: HandOffFacts = WITHOUT_HAND_OFFS): Handler[] {
  const { loadsOf } = handOffs
  return [
    handle(contract.showRouting, (context) => show(context, loadsOf)),
    handle(contract.listDecisions, decisions.list),
    handle(contract.decisionsOfLead, decisions.ofLead),
    handle(contract.tryRouting, (context, input) => decisions.tryOne(context, input, handOffs)),
    handle(contract.readRoutingClause, clause),
    handle(contract.simulateRouting, simulate),
    handle(contract.showTeam, (context) => absences.team(context, loadsOf)),
    handle(contract.listAbsences, absences.list),
    handle(contract.createAbsence, absences.create),
    handle(contract.changeAbsence, absences.change),
    handle(contract.removeAbsence, absences.remove),
  ]
}
