import type { Dialect } from './dialect.ts'

const NEWLINE = /\r\n|\n|\r/

/** What is known after one more piece of text. */
interface Taken {
  records: string[][]
  /** set when plain lines have ended: the text that a full parser goes on from, at the beginning of a record */
  rest?: string
}

/**
 * Splits lines at the separator, several times faster than a parser that knows quotes, as long as no quote has occurred and no
 * line is longer than a record may be.
 */
export class PlainLines {
  private readonly dialect: Dialect
  private readonly maxLength: number
  /** beginning of a line whose end has not been read */
  private begun = ''

  constructor(dialect: Dialect, maxLength: number) {
    this.dialect = dialect
    this.maxLength = maxLength
  }

  take(text: string): Taken {
    const all = this.begun + text
    const quote = text.indexOf(this.dialect.quote)
    if (quote >= 0) return this.endAt(all, all.length - text.length + quote)
    // A carriage return at the end may be half of a line break.
    const end = all.endsWith('\r') ? all.length - 1 : all.length
    const last = lineStart(all, end)
    this.begun = all.slice(last)
    return this.begun.length > this.maxLength ? this.endAt(all, all.length) : this.split(all.slice(0, last))
  }

  /** The last line, when no line break ends it. */
  end(): string[][] {
    return this.begun === ''
      ? []
      : this.split(/[\r\n]$/.test(this.begun) ? this.begun : `${this.begun}\n`).records
  }

  /** Lines before the one in which `position` stands are plain; from that one on a parser has to read. */
  private endAt(all: string, position: number): Taken {
    const from = lineStart(all, position)
    const { records, rest = '' } = this.split(all.slice(0, from))
    return { records, rest: rest + all.slice(from) }
  }

  /** @param lines whole lines, each with its break */
  private split(lines: string): Taken {
    const parts = lines.includes('\r') ? lines.split(NEWLINE) : lines.split('\n')
    parts.pop()
    if (parts.some(({ length }) => length > this.maxLength)) return { records: [], rest: lines }
    return { records: parts.map((line) => line.split(this.dialect.separator).map(own)) }
  }
}

/** Where the line begins that stands before a position. */
const lineStart = (text: string, position: number): number =>
  position === 0
    ? 0
    : Math.max(text.lastIndexOf('\n', position - 1), text.lastIndexOf('\r', position - 1)) + 1

/** A part of a string keeps the whole of it in memory; a cell that is remembered must not keep its stretch of the file. */
const own = (cell: string): string => (cell.length < 13 ? cell : Buffer.from(cell).toString())
