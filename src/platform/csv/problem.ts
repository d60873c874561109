/** Why a file cannot be read as CSV. */
export type CsvProblemCode =
  | 'binary'
  | 'empty'
  | 'header_only'
  | 'missing'
  | 'no_header'
  | 'packed'
  | 'too_many_columns'
  | 'too_many_rows'
  | 'too_large'
  | 'row_too_long'
  | 'unreadable'

/** A file that cannot be read, with one sentence that says what it is and one that says what to do. */
export class CsvProblem extends Error {
  readonly code: CsvProblemCode
  constructor(code: CsvProblemCode, sentence: string) {
    super(sentence)
    this.name = 'CsvProblem'
    this.code = code
  }
}
