/** Where something stands in a document: keys and list positions from the top. */
export type Path = readonly (string | number)[]

/** Something wrong (or doubtful) in a document, in one clear sentence. */
export interface Finding {
  path: Path
  message: string
  severity: 'error' | 'warning'
  /** characters inside the text at `path`, when the trouble is in a part of it */
  range?: { start: number; end: number }
  /** the trouble is the name at the end of `path`, not its value */
  at?: 'key'
}

/** Something that keeps an agreement from running. */
export function error(path: Path, message: string): Finding {
  return { path, message, severity: 'error' }
}

/** Something worth a look that does not keep an agreement from running. */
export function warning(path: Path, message: string): Finding {
  return { path, message, severity: 'warning' }
}

/** A place as people read it, e.g. `stages[2].entry`; `the document` for the top. */
export function pathText(path: Path): string {
  if (path.length === 0) return 'the document'
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('')
}
