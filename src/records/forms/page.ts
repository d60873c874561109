import { escapeHtml } from '#platform/kernel/html.ts'
import type { FormField } from './rules/fields.ts'
import { STANDARD_FIELDS, type StandardField } from './rules/fields.ts'
import type { FormRow } from './store.ts'
import { OWN_FIELDS } from './submit.ts'

export interface Filled {
  values: Readonly<Record<string, string>>
  faults: Readonly<Record<string, string>>
  detail: string | null
}

/** The form as a page of its own, for a link or an iframe; works with JavaScript switched off. */
export function formPage(form: FormRow, proof: string, challenge: string, filled: Filled): string {
  return page(
    form.buttonText,
    `<form class="accord-form" method="post" action="/f/${form.key}" accept-charset="utf-8" novalidate data-accord-form="${form.key}" data-challenge="${escapeHtml(challenge)}">
${filled.detail ? `<p class="accord-fault" role="alert">${escapeHtml(filled.detail)}</p>` : ''}
${form.fields.map((field) => fieldHtml(field, filled)).join('\n')}
${consentHtml(form, filled)}
<div class="accord-extra" aria-hidden="true"><label>Leave this empty<input type="text" name="${OWN_FIELDS.trap}" tabindex="-1" autocomplete="off"></label></div>
<input type="hidden" name="${OWN_FIELDS.proof}" value="${escapeHtml(proof)}">
<button type="submit">${escapeHtml(form.buttonText)}</button>
</form>
<script src="/f/form.js" defer></script>`,
  )
}

/** What is shown when it was sent. */
export function thanksPage(form: FormRow): string {
  return page(form.buttonText, `<p class="accord-thanks" role="status">${escapeHtml(form.thanksText)}</p>`)
}

/** In place of a form that was stopped, or never was. */
export function gonePage(): string {
  return page('Form', '<p class="accord-thanks">This form is not in use any more.</p>')
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/f/form.css">
</head>
<body class="accord-page">
<main>
<h1 class="accord-heading">${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`
}

function fieldHtml(field: FormField, { values, faults }: Filled): string {
  const { name, label, type, required } = field
  const fault = faults[name]
  const id = `accord-${name}`
  const about = `id="${id}" name="${name}"${required ? ' required' : ''}${fault ? ` aria-invalid="true" aria-describedby="${id}-fault"` : ''}`
  const value = values[name] ?? ''
  const fill = Object.hasOwn(STANDARD_FIELDS, name)
    ? STANDARD_FIELDS[name as StandardField].autocomplete
    : 'off'
  const control = {
    choice: () =>
      `<select ${about}><option value=""></option>${field.choices.map((one) => `<option${one === value ? ' selected' : ''}>${escapeHtml(one)}</option>`).join('')}</select>`,
    long_text: () => `<textarea ${about} rows="4" maxlength="5000">${escapeHtml(value)}</textarea>`,
    email: () =>
      `<input type="email" ${about} autocomplete="email" maxlength="254" value="${escapeHtml(value)}">`,
    phone: () => `<input type="tel" ${about} autocomplete="tel" maxlength="60" value="${escapeHtml(value)}">`,
    text: () =>
      `<input type="text" ${about} autocomplete="${fill}" maxlength="200" value="${escapeHtml(value)}">`,
  }[type]()
  return `<p><label for="${id}">${escapeHtml(label)}${required ? '' : ' <span class="accord-optional">optional</span>'}</label>${control}${fault ? `<span class="accord-fault" id="${id}-fault">${escapeHtml(fault)}</span>` : ''}</p>`
}

function consentHtml({ consentText }: FormRow, { faults }: Filled): string {
  if (consentText === null) return ''
  const fault = faults[OWN_FIELDS.consent]
  return `<p class="accord-consent"><label><input type="checkbox" name="${OWN_FIELDS.consent}" value="yes" required><span>${escapeHtml(consentText)}</span></label>${fault ? `<span class="accord-fault">${escapeHtml(fault)}</span>` : ''}</p>`
}

/** What the form's own script needs to draw it inside a page of the company. */
export function definitionOf(form: FormRow) {
  const { key, fields, consentText, buttonText } = form
  const autocomplete = (name: string) =>
    Object.hasOwn(STANDARD_FIELDS, name) ? STANDARD_FIELDS[name as StandardField].autocomplete : 'off'
  return {
    key,
    fields: fields.map((field) => ({ ...field, autocomplete: autocomplete(field.name) })),
    consentText,
    buttonText,
    own: OWN_FIELDS,
  }
}
export type FormDefinition = ReturnType<typeof definitionOf>

/** One stylesheet for our page and for the form inside others; colours follow the page around it. */
export const FORM_CSS = `.accord-page{margin:0;background:Canvas;color:CanvasText;color-scheme:light dark}
.accord-page main{max-width:34rem;margin:0 auto;padding:1rem}
.accord-form,.accord-thanks{font:16px/1.45 system-ui,sans-serif;color:inherit}
.accord-form p{margin:0 0 1rem;display:flex;flex-direction:column;gap:.3rem}
.accord-form label{font-weight:600}
.accord-form .accord-optional{font-weight:400;opacity:.7}
.accord-form input:not([type=checkbox]),.accord-form textarea,.accord-form select{box-sizing:border-box;width:100%;font:inherit;color:inherit;background:Field;color:FieldText;padding:.55rem .7rem;border:1px solid color-mix(in srgb,currentColor 35%,transparent);border-radius:.4rem}
.accord-form :focus-visible{outline:2px solid Highlight;outline-offset:1px}
.accord-form .accord-consent label{display:flex;gap:.6rem;align-items:flex-start;font-weight:400}
.accord-form .accord-consent input{margin-top:.25rem;flex:none;width:1.1rem;height:1.1rem}
.accord-form .accord-fault,.accord-page .accord-fault{color:#b42318;font-size:.9em}
@media (prefers-color-scheme:dark){.accord-form .accord-fault,.accord-page .accord-fault{color:#ff9a8f}}
.accord-page .accord-heading,.accord-form .accord-extra{position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden}
.accord-form button{font:inherit;font-weight:600;padding:.6rem 1.3rem;min-height:44px;border:0;border-radius:.4rem;background:#2b4acb;color:#fff;cursor:pointer}
.accord-form button[disabled]{opacity:.6;cursor:default}
`
