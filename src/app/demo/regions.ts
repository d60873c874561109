import type { RandomCountry } from './countries.ts'
import { COUNTRIES } from './countries.ts'

export type RegionName = 'Americas' | 'EMEA' | 'APAC'

/** A sales region: how much of the market it is, who works there, and how well it answers. */
export interface Region {
  name: RegionName
  /** share of accounts, 0-1 */
  share: number
  /** of its sellers' working day */
  utcOffsetHours: number
  /** sellers who take hand-offs, and sellers who close */
  development: string[]
  executives: string[]
  manager: string
  /** median working minutes until the first attempt, before and after the definition change */
  responseMinutes: [number, number]
  /** share of hand-offs nobody ever attempts, before and after */
  untouched: [number, number]
  countries: readonly (readonly [RandomCountry, number])[]
}

/** Europe sells to almost as large a market as the Americas with two people in sales development instead of five. */
export const REGIONS: readonly Region[] = [
  {
    name: 'Americas',
    share: 0.43,
    utcOffsetHours: -5,
    manager: 'Dana Whitcombe',
    development: ['Priya Raman', 'Cole Hartigan', 'Marisol Vega', 'Jenna Okafor', 'Ty Brannigan'],
    executives: [
      'Rebecca Lowell',
      'Andre Fontaine',
      'Sam Kowalski',
      'Luisa Prado',
      'Miles Ashdown',
      'Hope Delaney',
      'Victor Sandoval',
    ],
    responseMinutes: [38, 46],
    untouched: [0.02, 0.035],
    countries: COUNTRIES.Americas,
  },
  {
    name: 'EMEA',
    share: 0.38,
    utcOffsetHours: 1,
    manager: 'Henrik Solberg',
    development: ['Lena Achterkamp', 'Matteo Brunelli'],
    executives: ['Imogen Farrow', 'Jan Tielemans', 'Nadia Benali', 'Olivier Carpentier', 'Greta Winkler'],
    responseMinutes: [560, 1_150],
    untouched: [0.1, 0.2],
    countries: COUNTRIES.EMEA,
  },
  {
    name: 'APAC',
    share: 0.19,
    utcOffsetHours: 8,
    manager: 'Grace Lim',
    development: ['Rohit Kapadia', 'Mei Tanaka'],
    executives: ['Daniel Ong', 'Sophie Callahan', 'Arun Pillai'],
    responseMinutes: [105, 135],
    untouched: [0.04, 0.06],
    countries: COUNTRIES.APAC,
  },
]
