/** The form as elements, the same as our own page has; texts are never read as markup. */
export interface Definition {
  fields: {
    name: string
    label: string
    type: string
    required: boolean
    choices: string[]
    autocomplete: string
  }[]
  consentText: string | null
  buttonText: string
  own: { trap: string; proof: string; consent: string }
}

type Attributes = Record<string, string>

function make<Tag extends keyof HTMLElementTagNameMap>(
  name: Tag,
  attributes: Attributes,
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...inside)
  return element
}

const INPUT: Record<string, string> = { email: 'email', phone: 'tel' }

function fieldOf({ name, label, type, required, choices, autocomplete }: Definition['fields'][number]) {
  const id = `accord-${name}`
  const about: Attributes = { id, name, autocomplete, ...(required ? { required: '' } : {}) }
  const control =
    type === 'choice'
      ? make('select', about, make('option', { value: '' }), ...choices.map((one) => make('option', {}, one)))
      : type === 'long_text'
        ? make('textarea', { ...about, rows: '4', maxlength: '5000' })
        : make('input', { ...about, type: INPUT[type] ?? 'text' })
  const optional = required ? [] : [' ', make('span', { class: 'accord-optional' }, 'optional')]
  return make('p', {}, make('label', { for: id }, label, ...optional), control)
}

export function draw({ fields, consentText, buttonText, own }: Definition, action: string): HTMLFormElement {
  const trap = make('input', { type: 'text', name: own.trap, tabindex: '-1', autocomplete: 'off' })
  const form = make(
    'form',
    { class: 'accord-form', method: 'post', action, novalidate: '' },
    ...fields.map(fieldOf),
  )
  if (consentText !== null) {
    const box = make('input', { type: 'checkbox', name: own.consent, value: 'yes', required: '' })
    form.append(make('p', { class: 'accord-consent' }, make('label', {}, box, make('span', {}, consentText))))
  }
  form.append(
    make(
      'div',
      { class: 'accord-extra', 'aria-hidden': 'true' },
      make('label', {}, 'Leave this empty', trap),
    ),
    make('button', { type: 'submit' }, buttonText),
  )
  return form
}
