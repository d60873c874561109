import type { Instant } from '#platform/kernel/instant.ts'
import type { ColumnMapping, FileMapping } from '../mapping.ts'
import { currencyMeant, currencyOfAmount, isShared } from './currencies.ts'
import { dateEvidence, parseDate, toDay, toInstant, type ZoneOffset } from './dates.ts'
import { type FieldType, fieldOf } from './fields.ts'
import { currencyOf, parseNumber } from './numbers.ts'
import type { RecordRow, Reference } from './rows.ts'
import { cleanText, emailIn, isMissing, longSalesforceId, parseFlag } from './text.ts'

/** A cell or row that could not be read; the file's name is added by the reader. */
export interface CellError {
  header: string | null
  value: string | null
  message: string
  refused: boolean
}

/** What one row of a file became. */
export interface Converted {
  rows: RecordRow[]
  errors: CellError[]
}

/** What conversion needs from outside: zones and the digits of currencies. */
export interface Conversion {
  zone: ZoneOffset
  minorDigits(currency: string): number
}

interface Reader {
  column: ColumnMapping
  index: number
  type: FieldType
}

/** One row under a mapping: answers each field as typed value, collecting what could not be read. */
export class RowView {
  readonly errors: CellError[] = []
  readonly mapping: FileMapping
  readonly conversion: Conversion
  private readonly readers: ReadonlyMap<string, Reader>
  private readonly rest: readonly Reader[]
  private cells: readonly string[] = []
  /** fields of each prefix that are mapped, worked out once */
  private readonly references = new Map<string, string[]>()

  constructor(mapping: FileMapping, headers: readonly string[], conversion: Conversion) {
    this.mapping = mapping
    this.conversion = conversion
    const readers = new Map<string, Reader>()
    const rest: Reader[] = []
    for (const column of mapping.columns) {
      const index = headers.indexOf(column.header)
      if (index < 0 || column.field === null) continue
      if (column.field === 'attribute') rest.push({ column, index, type: 'text' })
      else {
        // exports date a stage in several generations of columns: one keeps the first entry, another the latest
        const isAgain = readers.has(column.field)
        if (isAgain && !column.field.includes('.stage:')) continue
        const key = isAgain ? `${column.field}#${index}` : column.field
        readers.set(key, { column, index, type: fieldOf(column.field)?.type ?? 'text' })
      }
    }
    this.readers = readers
    this.rest = rest
  }

  next(cells: readonly string[]): this {
    this.cells = cells
    this.errors.length = 0
    return this
  }

  has(field: string): boolean {
    return this.readers.has(field)
  }

  text(field: string, most = 500): string | undefined {
    const reader = this.readers.get(field)
    return reader && this.cell(reader, most)
  }

  private cell({ column, index }: Reader, most: number): string | undefined {
    const value = cleanText(this.cells[index] ?? '', most)
    if (isMissing(value)) return undefined
    return column.replace && Object.hasOwn(column.replace, value) ? column.replace[value] : value
  }

  id(field: string): string | undefined {
    const value = this.text(field, 200)
    return value && (this.mapping.system === 'salesforce' ? longSalesforceId(value) : value)
  }

  /** The first of several ids in one cell (`123;456`). */
  ids(field: string): string[] {
    const cell = this.text(field, 20_000)
    return cell
      ? cell
          .split(/[;,|\s]+/)
          .filter(Boolean)
          .map((id) => (this.mapping.system === 'salesforce' ? longSalesforceId(id) : id))
      : []
  }

  email(field: string): string | undefined {
    const value = this.text(field, 400)
    if (value === undefined) return undefined
    const address = emailIn(value)
    if (address !== undefined) return address
    this.wrong(field, value, 'This is not one e-mail address. Correct it or leave the cell empty.')
    return undefined
  }

  flag(field: string): boolean | undefined {
    const value = this.text(field)
    if (value === undefined) return undefined
    const flag = parseFlag(value)
    if (flag === undefined) this.wrong(field, value, 'Write yes or no, true or false, 1 or 0.')
    return flag
  }

  number(field: string): number | undefined {
    const value = this.text(field)
    if (value === undefined) return undefined
    const parsed = parseNumber(value, this.readers.get(field)!.column.decimal)
    if (parsed === undefined)
      this.wrong(field, value, 'This is not a number as the rest of the column is written.')
    return parsed
  }

  /** Whole non-negative number that fits a count column. */
  count(field: string): number | undefined {
    const cell = this.text(field)
    // Ranges (`51-200`) count as their lower end.
    const range =
      cell === undefined ? undefined : /^(\d[\d,.]*)\s*(?:-|–|to)\s*\d[\d,.]*$|^(\d[\d,.]*)\s*\+$/.exec(cell)
    const value = range
      ? parseNumber((range[1] ?? range[2])!, this.readers.get(field)!.column.decimal)
      : this.number(field)
    if (value === undefined || value < 0 || value > 2_000_000_000) return undefined
    return Math.round(value)
  }

  /**
   * Money in minor units with its currency: the one in the cell, else the currency column, else the file's. An amount whose
   * currency cannot be told is left out.
   */
  money(field: string, currencyField: string): { amountMinor: number; currency: string } | undefined {
    const value = this.number(field)
    if (value === undefined) return undefined
    const currency = this.currency(field, currencyField)
    if (currency === undefined) return undefined
    const amountMinor = Math.round(value * 10 ** this.conversion.minorDigits(currency))
    if (Number.isSafeInteger(amountMinor)) return { amountMinor, currency }
    this.wrong(field, String(value), 'This amount is too large.')
    return undefined
  }

  private currency(field: string, currencyField: string): string | undefined {
    const cell = this.text(field)!
    const said = this.text(currencyField)
    const column = said && (currencyMeant(said) ?? currencyMeant(said.toUpperCase()))
    const beside = currencyOf(cell)
    if (said && !column && (beside === undefined || isShared(beside))) {
      this.wrong(
        currencyField,
        said,
        'This is no currency, so the amount was left out. Write a code, as EUR.',
      )
      return undefined
    }
    const currency = currencyOfAmount(beside, column || undefined, this.mapping)
    if (currency === undefined)
      this.wrong(
        field,
        cell,
        'It is not clear which currency this is. Write its code, as USD, beside the number.',
      )
    return currency
  }

  instant(field: string): Instant | undefined {
    return this.moment(field)?.at
  }

  /** An instant, and whether the cell names a day only (its midnight). */
  moment(field: string): { at: Instant; isDayOnly: boolean } | undefined {
    const date = this.date(field)
    return date && { at: toInstant(date, this.conversion.zone), isDayOnly: date.time === undefined }
  }

  day(field: string): string | undefined {
    const date = this.date(field)
    return date && toDay(date)
  }

  private date(field: string) {
    const value = this.text(field)
    if (value === undefined) return undefined
    const order = this.readers.get(field)!.column.dateOrder
    const date = parseDate(value, order)
    if (!date) {
      const how =
        order === undefined ? '' : ` (the column is read ${order === 'dmy' ? 'day' : 'month'} first)`
      const unclear = order === undefined && dateEvidence(value) === 'either'
      const what = unclear ? 'This could be day first or month first.' : `This is not a date${how}.`
      this.wrong(field, value, `${what} Write it as 2026-12-31.`)
    }
    return date
  }

  /** Stage dates: `[stage, instant, header]` of each stage column that holds one. */
  stageDates(kind: 'person' | 'opportunity'): { stage: string; occurredAt: Instant; source: string }[] {
    const out: { stage: string; occurredAt: Instant; source: string }[] = []
    for (const [key, { column }] of this.readers) {
      if (!key.startsWith(`${kind}.stage:`)) continue
      const occurredAt = this.instant(key)
      const stage = key.slice(kind.length + 7).replace(/#\d+$/, '')
      if (
        occurredAt !== undefined &&
        !out.some((one) => one.stage === stage && one.occurredAt === occurredAt)
      )
        out.push({ stage, occurredAt, source: column.header })
    }
    return out
  }

  /** What the row says about another record: `prefix` of its fields, e.g. `person.account`. */
  reference(prefix: string): Reference | undefined {
    let fields = this.references.get(prefix)
    if (!fields) {
      fields = ['Key', 'Email', 'Domain', 'Name', 'AccountName']
        .map((part) => `${prefix}${part}`)
        .map((field) => (this.has(field) ? field : ''))
      this.references.set(prefix, fields)
    }
    const [key, email, domain, name, account] = fields as [string, string, string, string, string]
    const reference = {
      key: key ? this.id(key) : undefined,
      email: email ? this.email(email) : undefined,
      domain: domain ? this.text(domain) : undefined,
      name: name ? this.text(name) : undefined,
      accountName: account ? this.text(account) : undefined,
    }
    return reference.key || reference.email || reference.domain || reference.name ? reference : undefined
  }

  attributes(
    more: Record<string, string | number | boolean | undefined> = {},
  ): Record<string, string | number | boolean> {
    const out: Record<string, string | number | boolean> = {}
    for (const reader of this.rest) {
      const value = this.cell(reader, 1_000)
      if (value !== undefined) out[reader.column.header] = value
    }
    for (const [name, value] of Object.entries(more)) if (value !== undefined) out[name] = value
    return out
  }

  wrong(field: string, value: string | null, message: string, refused = false): void {
    this.errors.push({
      header: this.readers.get(field)?.column.header ?? null,
      value: value?.slice(0, 200) ?? null,
      message,
      refused,
    })
  }

  refuse(message: string): Converted {
    return { rows: [], errors: [...this.errors, { header: null, value: null, message, refused: true }] }
  }

  give(...rows: RecordRow[]): Converted {
    return { rows, errors: [...this.errors] }
  }
}
