/** Draws a form into the page that asks for it, or takes over the one that stands there, and sends it without leaving the page. */
import { type Definition, draw } from './draw.ts'
import { type Challenge, solve } from './proof.ts'

const tag = document.currentScript as HTMLScriptElement | null
const address = tag ? new URL(tag.src) : null
const key = address && /\/f\/([\w-]{34})\.js$/.exec(address.pathname)?.[1]

interface Offer {
  form: Definition
  challenge: Challenge
}
interface Answer {
  ok: boolean
  thanks?: string
  redirect?: string | null
  detail?: string
  faults?: Record<string, string>
}

const PROOF = 'accord_proof'

const offer = async (url: string): Promise<Offer> => {
  const response = await fetch(url, { headers: { accept: 'application/json' }, credentials: 'omit' })
  if (!response.ok) throw new Error(`The form could not be loaded (${response.status}).`)
  return response.json() as Promise<Offer>
}

/** The work begins when somebody touches the form, and is done by the time they have filled it in. */
function takeOver(form: HTMLFormElement, first: Challenge): void {
  let proof: Promise<string> | undefined
  let sending = false
  const work = () => {
    proof ??= solve(first)
    return proof
  }
  form.addEventListener('focusin', work, { once: true })
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (sending) return
    sending = true
    const button = form.querySelector('button')
    if (button) button.disabled = true
    try {
      const solved = await work()
      show(form, await send(form, solved))
    } catch {
      show(form, { ok: false, detail: 'The form could not be sent. Check the connection and try again.' })
    }
    sending = false
    if (button) button.disabled = false
  })
}

async function send(form: HTMLFormElement, proof: string): Promise<Answer> {
  const fields: Record<string, string> = {}
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields[name] = value
  fields[PROOF] = proof
  fields.accord_context ??= JSON.stringify({
    page: { url: location.href, title: document.title, referrer: document.referrer },
  })
  const response = await fetch(form.action, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    credentials: 'omit',
    body: JSON.stringify(fields),
  })
  return response.json() as Promise<Answer>
}

function show(form: HTMLFormElement, { ok, thanks, redirect, detail, faults = {} }: Answer): void {
  for (const old of form.querySelectorAll('.accord-fault')) old.remove()
  for (const control of form.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid')
  if (ok && redirect) {
    location.assign(redirect)
    return
  }
  if (ok) {
    const done = document.createElement('p')
    done.className = 'accord-thanks'
    done.setAttribute('role', 'status')
    done.tabIndex = -1
    done.textContent = thanks ?? ''
    form.replaceWith(done)
    done.focus()
    return
  }
  if (detail) form.prepend(fault(detail, true))
  for (const [name, words] of Object.entries(faults)) {
    const control = form.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`)
    control?.setAttribute('aria-invalid', 'true')
    control?.closest('p')?.append(fault(words, false))
  }
  form.querySelector<HTMLElement>('[aria-invalid]')?.focus()
}

function fault(words: string, isAlert: boolean): HTMLElement {
  const line = document.createElement(isAlert ? 'p' : 'span')
  line.className = 'accord-fault'
  if (isAlert) line.setAttribute('role', 'alert')
  line.textContent = words
  return line
}

async function inPage(after: HTMLScriptElement, url: string): Promise<void> {
  const { form: definition, challenge } = await offer(url)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(await (await fetch(new URL('/f/form.css', url))).text())
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  const form = draw(definition, url)
  after.after(form)
  takeOver(form, challenge)
}

if (tag && address && key) void inPage(tag, `${address.origin}/f/${key}`)
else
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-accord-form]'))
    takeOver(form, JSON.parse(form.dataset.challenge ?? '{}') as Challenge)
