import type { Culture } from './words/names.ts'

/** A country with how people and companies there are named. */
export interface RandomCountry {
  /** ISO 3166-1 alpha-2 */
  code: string
  name: string
  culture: Culture
  legalForms: readonly string[]
  dialCode: string
}

const country = (
  code: string,
  name: string,
  culture: Culture,
  dialCode: string,
  legalForms: string[],
): RandomCountry => ({
  code,
  name,
  culture,
  dialCode,
  legalForms,
})

/** Countries of each region with their weight in the market. */
export const COUNTRIES = {
  Americas: [
    [country('US', 'United States', 'anglo', '+1', ['Inc.', 'LLC', 'Corp.', '']), 70],
    [country('CA', 'Canada', 'anglo', '+1', ['Inc.', 'Ltd.']), 12],
    [country('MX', 'Mexico', 'hispanic', '+52', ['S.A. de C.V.']), 8],
    [country('BR', 'Brazil', 'brazilian', '+55', ['Ltda.', 'S.A.']), 10],
  ],
  EMEA: [
    [country('DE', 'Germany', 'german', '+49', ['GmbH', 'AG', 'GmbH & Co. KG']), 24],
    [country('GB', 'United Kingdom', 'anglo', '+44', ['Ltd', 'PLC', 'Limited']), 22],
    [country('FR', 'France', 'french', '+33', ['SAS', 'SARL', 'S.A.']), 14],
    [country('NL', 'Netherlands', 'dutch', '+31', ['B.V.']), 9],
    [country('SE', 'Sweden', 'nordic', '+46', ['AB']), 7],
    [country('ES', 'Spain', 'hispanic', '+34', ['S.L.', 'S.A.']), 6],
    [country('IT', 'Italy', 'italian', '+39', ['S.p.A.', 'S.r.l.']), 6],
    [country('PL', 'Poland', 'slavic', '+48', ['Sp. z o.o.']), 5],
    [country('TR', 'Türkiye', 'turkish', '+90', ['A.Ş.']), 2],
    [country('AE', 'United Arab Emirates', 'arabic', '+971', ['LLC']), 3],
    [country('ZA', 'South Africa', 'african', '+27', ['(Pty) Ltd']), 2],
  ],
  APAC: [
    [country('AU', 'Australia', 'anglo', '+61', ['Pty Ltd']), 28],
    [country('SG', 'Singapore', 'chinese', '+65', ['Pte. Ltd.']), 20],
    [country('IN', 'India', 'indian', '+91', ['Pvt. Ltd.', 'Ltd.']), 24],
    [country('JP', 'Japan', 'japanese', '+81', ['K.K.']), 18],
    [country('KR', 'South Korea', 'korean', '+82', ['Co., Ltd.']), 10],
  ],
} satisfies Record<string, [RandomCountry, number][]>
