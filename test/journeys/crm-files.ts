import { csvFile } from '#platform/csv/index.ts'

/** Four joined files of an invented CRM, in the shape of a usual pipeline export, with two dirty names. Always the same. */

const COMPANIES = [
  'Northwind Mills',
  'Bluebird Foods',
  'Cobalt Works',
  'Dune Logistics',
  'Ember Health',
  'Fjord Energy',
  'Granite Bank',
  'Harbor Retail',
]
const SECTORS = ['technolgy', 'retail', 'software', 'medical']
const AGENTS = ['Ina Ross', 'Jon Vale', 'Kim Lund', 'Leo Marsh']
const PRODUCTS: [string, string, number][] = [
  ['GTX Pro', 'GTX', 4_821],
  ['GTX Basic', 'GTX', 550],
  ['MG Special', 'MG', 55],
]
const STAGES = ['Won', 'Lost', 'Engaging', 'Won', 'Prospecting']

export const DEALS = 200

const day = (number: number) =>
  new Date(Date.UTC(2025, 0, 1) + number * 86_400_000).toISOString().slice(0, 10)

function deal(row: number): (string | number)[] {
  const stage = STAGES[row % STAGES.length]!
  const isClosed = stage === 'Won' || stage === 'Lost'
  const [product, , price] = PRODUCTS[row % PRODUCTS.length]!
  const company = !isClosed && row % 3 === 0 ? '' : COMPANIES[row % COMPANIES.length]!
  return [
    `D${1_000 + row}`,
    AGENTS[row % AGENTS.length]!,
    product === 'GTX Pro' ? 'GTXPro' : product,
    company,
    stage,
    stage === 'Prospecting' ? '' : day(row % 300),
    isClosed ? day((row % 300) + 40) : '',
    stage === 'Won' ? price : isClosed ? 0 : '',
  ]
}

/** File name → content. */
export const CRM_FILES: Record<string, string> = {
  'accounts.csv': csvFile(
    ['account', 'sector', 'year_established', 'revenue', 'employees', 'office_location', 'subsidiary_of'],
    COMPANIES.map((name, index) => [
      name,
      SECTORS[index % 4],
      1990 + index,
      100.5 + index,
      100 * (index + 1),
      index === 3 ? 'Philipines' : 'United States',
      index === 1 ? COMPANIES[0] : '',
    ]),
  ),
  'products.csv': csvFile(['product', 'series', 'sales_price'], PRODUCTS),
  'sales_pipeline.csv': csvFile(
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
    Array.from({ length: DEALS }, (_, row) => deal(row)),
  ),
  'sales_teams.csv': csvFile(
    ['sales_agent', 'manager', 'regional_office'],
    AGENTS.map((name, index) => [name, 'Mia Stone', index < 2 ? 'East' : 'West']),
  ),
}
