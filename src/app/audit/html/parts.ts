import { html, type Markup } from './markup.ts'

/** One column of a table; `label` stands before the value where the table has become cards. */
export interface HtmlColumn<Row> {
  label: string
  kind?: 'number' | 'bar' | 'text'
  cell(row: Row): Markup | string
}

/** A table that becomes cards on a phone. */
export function tableOf<Row>(
  columns: readonly HtmlColumn<Row>[],
  rows: readonly Row[],
  caption: string,
): Markup {
  const classOf = ({ kind }: HtmlColumn<Row>) => (kind === 'number' ? 'n' : kind === 'bar' ? 'bar' : '')
  return html`<table class="cards" aria-label="${caption}"><thead><tr>${columns.map((column) => (column.label ? html`<th scope="col" class="${classOf(column)}">${column.label}</th>` : html`<td></td>`))}</tr></thead><tbody>${rows.map((row) => html`<tr>${columns.map((column) => html`<td class="${classOf(column)}" data-label="${column.label}"><div>${column.cell(row)}</div></td>`)}</tr>`)}</tbody></table>`
}

/** Key figures side by side: name, value, what it is made of. */
export function figureGrid(figures: readonly (readonly [string, string, string])[]): Markup {
  return html`<dl class="figures">${figures.map(([name, value, about]) => html`<div><dt>${name}</dt><dd>${value}</dd>${about && html`<dd>${about}</dd>`}</div>`)}</dl>`
}

export function section(title: string, lead: string, ...content: (Markup | false | null)[]): Markup {
  return html`<section><h2>${title}</h2>${lead && html`<p class="lead">${lead}</p>`}${content}</section>`
}

export const note = (text: string): Markup => html`<p class="note">${text}</p>`
