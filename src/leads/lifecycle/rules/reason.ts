import type { AgreementDocument } from '#agreement/document/index.ts'

/** How CRMs word the reasons of the default agreement, without case, spaces and punctuation. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  no_answer: words(
    'no response, unresponsive, not reached, could not reach, unable to contact, no contact, never responded',
  ),
  bad_timing: words(
    'timing, not now, not ready, no project, later, wrong time, no current need, no timeline',
  ),
  no_budget: words('budget, lack of budget, no funds, too expensive, price'),
  under_contract: words(
    'under contract, has supplier, using competitor, chose competitor, competitor, has a vendor, existing contract',
  ),
  needs_more: words(
    'needs information, needs more information, needs nurturing, early stage, just researching, researching',
  ),
  no_need: words('not interested, no interest, no need, no use case, not a fit, bad fit, not a good fit'),
  too_small: words('company too small, too few employees, size, company size'),
  out_of_market: words(
    'outside territory, out of territory, wrong region, outside our market, location, wrong country',
  ),
  not_a_buyer: words(
    'student, job seeker, competitor employee, vendor, not a decision maker, no authority, spam, junk',
  ),
  asked_to_stop: words('do not contact, opted out, unsubscribed, asked to be removed, gdpr'),
  wrong_company: words('wrong company, company does not fit'),
  wrong_person: words('wrong person, wrong contact'),
  bad_data: words(
    'bad data, invalid data, wrong number, invalid email, bad contact information, incorrect data',
  ),
  duplicate: words('duplicate, duplicate lead, existing customer, already a customer'),
}

function words(list: string): string[] {
  return list.split(',').map(plain)
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

/**
 * The agreement's own key for a reason in a source's words: equal to its key, its name, or how CRMs usually word it. Reasons
 * that belong to the stage are looked at first.
 *
 * @returns `null` where the agreement has none like it
 * @example reasonNamed(document.reasons, 'recycled', 'No response') // 'no_answer'
 */
export function reasonNamed(
  { reject, recycle, disqualify }: AgreementDocument['reasons'],
  stage: string,
  text: string | null,
): string | null {
  if (text === null) return null
  const said = plain(text)
  const ordered =
    stage === 'disqualified' ? [...disqualify, ...recycle, ...reject] : [...recycle, ...disqualify, ...reject]
  const byName = ordered.find(({ key, name }) => plain(key) === said || plain(name) === said)
  return (byName ?? ordered.find(({ key }) => ALIASES[key]?.includes(said)))?.key ?? null
}
