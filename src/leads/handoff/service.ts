import { type Context, type Handler, handle, notFound, Problem } from '#platform/operation/index.ts'
import * as contract from './contract.ts'
import { cannotOffer } from './contract.ts'
import { convert } from './convert.ts'
import { accept, disqualify, recycle, reject } from './decide.ts'
import { dispute, disputes, settle } from './disputes.ts'
import { counts, file, list, ofLead } from './lists.ts'
import { offerAmong } from './offer.ts'
import { wholeHandOff } from './one.ts'
import { personExists } from './people-store.ts'
import { reassign } from './reassign.ts'
import { reopen } from './reopen.ts'
import { breaches, loads, outcomes } from './reports.ts'
import { isOpen } from './rules/ledger.ts'
import { type HandOffRow, handOffsOf } from './store.ts'
import { undo } from './undo.ts'
import { attempt, logOn, pause, resume } from './work.ts'

/** What is done to a hand-off answers with all of it. */
const whole =
  <Input extends { handOffId: string }>(work: (context: Context, input: Input) => Promise<HandOffRow>) =>
  async (context: Context, input: Input) => {
    await work(context, input)
    return wholeHandOff(context, input.handOffId)
  }

/** Routes a qualified lead that nobody has, also one who came before the workspace was live. */
async function offerLead(context: Context, personId: string) {
  const { tx, workspaceId, now } = context
  if (!(await personExists(tx, workspaceId, personId)))
    throw new Problem(notFound, 'Look the person up in the list of leads.')
  const [made] = await offerAmong(tx, workspaceId, { personIds: [personId], always: true }, now)
  if (!made) {
    const isOffered = (await handOffsOf(tx, workspaceId, personId)).some(isOpen)
    throw new Problem(
      cannotOffer,
      isOffered
        ? 'It has an open hand-off already. Open it to reassign it.'
        : 'It does not stand at the stage that is handed over, or had a turn in this cycle.',
    )
  }
  context.audit({ subject: personId, summary: 'Routed a qualified lead by hand' })
  return wholeHandOff(context, made.id)
}

/** Hand-offs as operations. */
export const operations: Handler[] = [
  handle(contract.listHandOffs, list),
  handle(contract.handOffCounts, counts),
  handle(contract.sellerLoads, async (context, { team }) => ({
    items: await loads(context, team),
    nextCursor: null,
  })),
  handle(contract.followUpBreaches, (context) => breaches(context)),
  handle(contract.campaignOutcomes, async (context, period) => ({
    items: await outcomes(context, period),
    nextCursor: null,
  })),
  handle(contract.exportHandOffs, file),
  handle(contract.listDisputes, disputes),
  handle(contract.readHandOff, (context, { handOffId }) => wholeHandOff(context, handOffId)),
  handle(contract.handOffsOfLead, (context, { personId }) => ofLead(context, personId)),
  handle(
    contract.acceptHandOff,
    whole((context, { handOffId }) => accept(context, handOffId)),
  ),
  handle(
    contract.rejectHandOff,
    whole((context, { handOffId, ...given }) => reject(context, handOffId, given)),
  ),
  handle(
    contract.logAttempt,
    whole((context, { handOffId, ...logged }) => attempt(context, handOffId, logged)),
  ),
  handle(
    contract.pauseHandOff,
    whole((context, { handOffId, ...given }) => pause(context, handOffId, given)),
  ),
  handle(
    contract.resumeHandOff,
    whole((context, { handOffId }) => resume(context, handOffId)),
  ),
  handle(
    contract.recycleHandOff,
    whole((context, { handOffId, ...given }) => recycle(context, handOffId, given)),
  ),
  handle(
    contract.disqualifyHandOff,
    whole((context, { handOffId, ...given }) => disqualify(context, handOffId, given)),
  ),
  handle(
    contract.convertHandOff,
    whole((context, { handOffId, ...wanted }) => convert(context, handOffId, wanted)),
  ),
  handle(
    contract.undoHandOff,
    whole((context, { handOffId, eventId }) => undo(context, handOffId, eventId)),
  ),
  handle(contract.reassignHandOffs, reassign),
  handle(contract.offerLead, (context, { personId }) => offerLead(context, personId)),
  handle(contract.disputeRejection, (context, { handOffId, note }) => dispute(context, handOffId, note)),
  handle(contract.settleDispute, settle),
  handle(contract.reopenLead, (context, { personId, ...given }) => reopen(context, personId, given)),
  handle(contract.logActivity, (context, { personId, ...logged }) => logOn(context, personId, logged)),
]
