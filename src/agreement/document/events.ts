/** What this slice announces. */
export const AGREEMENT_ADOPTED = 'agreement.adopted'

export interface AgreementAdopted extends Record<string, unknown> {
  version: number
}
