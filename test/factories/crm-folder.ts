import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of four joined CRM exports with the dirt such exports have, and what is true of it. */
export interface CrmFolder {
  dir: string
  files: string[]
  accounts: number
  opportunities: number
  sellers: number
  won: number
  lost: number
  open: number
  /** sum of the amounts of won deals, in whole units of the currency */
  wonValue: number
  openWithoutAccount: number
  /** a value that is probably another one, as the export writes it and as the list of products does */
  dirty: { written: string; meant: string }
}

const PRODUCTS = ['Pulse Basic', 'Pulse Pro', 'Meridian One']
const SECTORS = ['technology', 'technolgy', 'retail', 'medical']
const SELLERS = ['Noor Haddad', 'Ines Prado', 'Tomas Lindt', 'Wei Zhang']

/** Writes the folder; the same numbers every time. */
export function writeCrmFolder(): CrmFolder {
  const dir = mkdtempSync(join(tmpdir(), 'accord-crm-'))
  const accounts = Array.from({ length: 24 }, (_, n) => [
    `Northgate ${n + 1}`,
    SECTORS[n % 4]!,
    `${1985 + n}`,
    `${100 + n * 7}.5`,
  ])
  const deals = Array.from({ length: 240 }, (_, n) => deal(n))
  const write = (name: string, rows: string[][]) => {
    writeFileSync(join(dir, name), `${rows.map((row) => row.join(',')).join('\r\n')}\r\n`)
    return join(dir, name)
  }
  const files = [
    write('accounts.csv', [['account', 'sector', 'year_established', 'revenue'], ...accounts]),
    write('products.csv', [
      ['product', 'series', 'sales_price'],
      ...PRODUCTS.map((name, n) => [name, 'P', `${50 + n}`]),
    ]),
    write('sales_teams.csv', [
      ['sales_agent', 'manager', 'regional_office'],
      ...SELLERS.map((name) => [name, 'Ola Berg', 'North']),
    ]),
    write('sales_pipeline.csv', [
      [
        'opportunity_id',
        'sales_agent',
        'product',
        'account',
        'deal_stage',
        'engage_date',
        'close_date',
        'close_value',
      ],
      ...deals.map((one) => one.row),
    ]),
  ]
  const ended = (stage: string) => deals.filter((one) => one.stage === stage)
  return {
    dir,
    files,
    accounts: accounts.length,
    opportunities: deals.length,
    sellers: SELLERS.length,
    won: ended('Won').length,
    lost: ended('Lost').length,
    open: ended('Engaging').length,
    wonValue: ended('Won').reduce((sum, one) => sum + one.value, 0),
    openWithoutAccount: ended('Engaging').filter((one) => one.row[3] === '').length,
    dirty: { written: 'PulsePro', meant: 'Pulse Pro' },
  }
}

function deal(n: number) {
  const stage = ['Won', 'Lost', 'Won', 'Engaging'][n % 4]!
  const value = stage === 'Won' ? 100 + n : 0
  const account = stage === 'Engaging' && n % 8 === 3 ? '' : `Northgate ${(n % 24) + 1}`
  const product = ['Pulse Basic', 'PulsePro', 'Meridian One'][n % 3]!
  const day = String((n % 28) + 1).padStart(2, '0')
  const closed = stage === 'Engaging' ? ['', ''] : [`2025-06-${day}`, `${value}`]
  return {
    stage,
    value,
    row: [`OP${1000 + n}`, SELLERS[n % 4]!, product, account, stage, `2025-04-${day}`, ...closed],
  }
}
