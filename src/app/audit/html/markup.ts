import { escapeHtml } from '#platform/kernel/html.ts'

/** Markup that is safe to put into the page; everything else is escaped on the way in. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Markup | string | number | null | undefined | false | readonly Part[]

function textOf(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Markup) return part.text
  if (Array.isArray(part)) return part.map(textOf).join('')
  return escapeHtml(String(part))
}

/**
 * Template for markup: values are escaped unless they are markup themselves; lists are joined; `null` and `false` are nothing.
 *
 * @example html`<b>${'<'}</b>`.text // '<b>&lt;</b>'
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + textOf(parts[index - 1]) + string))
}
