import type { AgreementDocument } from '../schema.ts'

/** Reasons that may lead into a nurture track: those of recycling, and those of rejection. */
export function trackReasons({ reasons }: AgreementDocument) {
  return [...reasons.recycle, ...reasons.reject]
}

/** What such a reason is called; its key when the agreement has it no more. */
export function trackReasonName(document: AgreementDocument, key: string): string {
  return trackReasons(document).find((reason) => reason.key === key)?.name ?? key
}
