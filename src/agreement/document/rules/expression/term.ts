/** Part of the source text of an expression, in characters. */
export interface Span {
  start: number
  end: number
}

export type Sign = '==' | '!=' | '<' | '<=' | '>' | '>='
export type Literal = string | number | boolean | null

/** An expression as a tree of the few forms that agreements allow. */
export type Term = { span: Span } & (
  | { op: 'value'; value: Literal }
  /** e.g. `['person', 'attributes', 'Lead rating']` */
  | { op: 'field'; path: readonly string[] }
  | { op: 'list'; items: readonly Term[] }
  | { op: 'and' | 'or'; left: Term; right: Term }
  | { op: 'not'; of: Term }
  | { op: 'compare'; sign: Sign; left: Term; right: Term }
  | { op: 'in'; left: Term; right: Term }
  | { op: 'math'; sign: '+' | '-' | '*' | '/' | '%'; left: Term; right: Term }
  | { op: 'negative'; of: Term }
  | { op: 'if'; condition: Term; yes: Term; no: Term }
  /** `on` is `null` for a function written around its argument */
  | { op: 'call'; name: string; on: Term | null; args: readonly Term[] }
)

/** Wrong place in an expression, in one sentence. */
export interface ExpressionFault {
  span: Span
  message: string
}

/** The parts of a term, in reading order. */
function parts(term: Term): readonly Term[] {
  switch (term.op) {
    case 'value':
    case 'field':
      return []
    case 'list':
      return term.items
    case 'not':
    case 'negative':
      return [term.of]
    case 'if':
      return [term.condition, term.yes, term.no]
    case 'call':
      return term.on ? [term.on, ...term.args] : term.args
    default:
      return [term.left, term.right]
  }
}

/** Every field a term reads, dotted, each once, in reading order. */
export function reads(term: Term): string[] {
  const found = new Set<string>()
  const walk = (part: Term) => {
    if (part.op === 'field') found.add(part.path.join('.'))
    for (const inner of parts(part)) walk(inner)
  }
  walk(term)
  return [...found]
}
