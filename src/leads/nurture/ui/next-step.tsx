import { RelativeTime } from '#platform/ui/index.ts'

/** When somebody on a track takes the next step: steps that have come wait for the clock, or for the mail server. */
export function NextStep({ at }: { at: number }) {
  return at <= Date.now() ? 'due now' : <RelativeTime at={at} />
}
