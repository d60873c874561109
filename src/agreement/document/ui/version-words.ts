import type { z } from 'zod'
import { formatDate } from '#platform/ui/index.ts'
import type { AgreementVersion } from '../contract.ts'

export type Version = z.output<typeof AgreementVersion>

/** When a version holds: `since the beginning`, `from 1 Jul 2026`, `1 Jan 2026 to 30 Jun 2026`. */
export function versionPeriod({ effectiveFrom, effectiveTo }: Version): string {
  const from = effectiveFrom === null ? 'the beginning' : formatDate(effectiveFrom)
  if (effectiveTo === null) return effectiveFrom === null ? 'since the beginning' : `from ${from} on`
  return `from ${from} to ${formatDate(effectiveTo)}`
}
