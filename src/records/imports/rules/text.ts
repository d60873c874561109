const MISSING = new Set([
  'undefined',
  'null',
  'n/a',
  '#n/a',
  'nan',
  '-',
  '--',
  '—',
  '–',
  '.',
  '(blank)',
  '(leer)',
  '(empty)',
  '(not set)',
  '(no value)',
  '--none--',
  'none',
  'nil',
  '#ref!',
  '#value!',
  '[object object]',
])

/**
 * Whether a cell says "nothing here" in one of the ways exports do; an empty Salesforce lookup (`000000000000000AAA`) is one.
 *
 * @example isMissing('undefined') // true
 */
export function isMissing(cell: string): boolean {
  if (cell === '') return true
  if (cell.length > 18) return false
  return MISSING.has(cell.toLowerCase()) || /^0{15}(?:AAA)?$/.test(cell)
}

/** A header without case, spaces and punctuation: `Deal Stage`, `deal_stage` and `DEALSTAGE` are `dealstage`. */
export function squash(label: string): string {
  return label
    .normalize('NFKC')
    .toLowerCase()
    .replace(/__c$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Text as people compare it: lower case, without accents, single spaces. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

/** A cell without control characters and space around it, cut to what a column holds. */
export function cleanText(cell: string, most = 2_000): string {
  const text = cell.replace(/\p{Cc}/gu, (char) =>
    char === '\t' || char === '\n' || char === '\r' ? char : '',
  )
  const trimmed = text.trim()
  return trimmed.length > most ? trimmed.slice(0, most) : trimmed
}

/**
 * The e-mail address in a cell, also with the name in front of it; `undefined` when it holds none or several.
 *
 * @example emailIn('Müller, Anna <anna@acme.example>') // 'anna@acme.example'
 */
export function emailIn(cell: string): string | undefined {
  if (!cell.includes('@')) return undefined
  const address = (/<([^>]+)>\s*$/.exec(cell)?.[1] ?? cell).replace(/^mailto:/i, '').trim()
  const isOne = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]{2,}$/.test(address)
  return isOne && address.length <= 320 ? address : undefined
}

const TRUE = new Set(['1', 'true', 'yes', 'y', 't', 'ja', 'oui', 'si', 'sí', 'wahr', 'vrai', 'x', '✓'])
const FALSE = new Set(['0', 'false', 'no', 'n', 'f', 'nein', 'non', 'falsch', 'faux'])

/** Yes or no as exports write it, `undefined` when it is neither. */
export function parseFlag(cell: string): boolean | undefined {
  const text = cell.toLowerCase()
  return TRUE.has(text) ? true : FALSE.has(text) ? false : undefined
}

const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/**
 * A Salesforce id in its long form, so that a report (15 characters) and an export (18) name the same record.
 *
 * @example longSalesforceId('0011G00000eLwuW') // '0011G00000eLwuWQAS'
 */
export function longSalesforceId(id: string): string {
  if (!/^[a-zA-Z0-9]{15}$/.test(id)) return id
  let suffix = ''
  for (let part = 0; part < 3; part++) {
    let bits = 0
    for (let place = 0; place < 5; place++) {
      const char = id[part * 5 + place]!
      if (char >= 'A' && char <= 'Z') bits |= 1 << place
    }
    suffix += CHECK[bits]
  }
  return id + suffix
}
