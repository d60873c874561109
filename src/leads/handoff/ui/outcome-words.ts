import { formatShare } from '#platform/ui/index.ts'
import type { CampaignOutcome } from './data.ts'

/** `12 accepted, 3 of them by default`: what the agreement accepted because nobody answered is counted apart. */
export const acceptedWords = ({
  accepted,
  acceptedByDefault,
}: Pick<CampaignOutcome, 'accepted' | 'acceptedByDefault'>): string =>
  acceptedByDefault === 0
    ? `${accepted} accepted`
    : `${accepted} accepted, ${acceptedByDefault} of them by default`

/** `4 of 12 (33%)`: how many of those given back say nothing that could be learned from. */
export function unexplainedWords({
  unexplained,
  rejected,
  recycled,
  disqualified,
}: Pick<CampaignOutcome, 'unexplained' | 'rejected' | 'recycled' | 'disqualified'>): string {
  const givenBack = rejected + recycled + disqualified
  return givenBack === 0
    ? 'none'
    : `${unexplained} of ${givenBack} (${formatShare(unexplained / givenBack, 0)})`
}
