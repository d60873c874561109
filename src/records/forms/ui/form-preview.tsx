import type { FormSettings } from '../contract.ts'
import type { FormField } from '../rules/fields.ts'

/** How the form will look on a plain page; nothing can be sent from here. */
export function FormPreview({ settings }: { settings: FormSettings }) {
  return (
    <aside aria-label="Preview" className="min-w-0 self-start lg:sticky lg:top-4">
      <p className="mb-2 text-sm font-semibold">Preview</p>
      <div className="flex flex-col gap-4 rounded-lg border bg-surface p-5 text-base " inert>
        {settings.fields.map((field) => (
          <div key={field.name} className="flex flex-col gap-1">
            <span className="font-semibold">
              {field.label}
              {!field.required && <span className="font-normal text-ink-3"> optional</span>}
            </span>
            <Shape field={field} />
          </div>
        ))}
        {settings.consentText && (
          <span className="flex items-start gap-2.5 text-sm">
            <span aria-hidden className="mt-0.5 size-4 shrink-0 rounded-sm border border-line-strong" />
            <span>{settings.consentText}</span>
          </span>
        )}
        <span className="self-start rounded-md bg-accent-fill px-5 py-2 font-semibold text-on-accent">
          {settings.buttonText}
        </span>
      </div>
    </aside>
  )
}

function Shape({ field }: { field: FormField }) {
  const height = field.type === 'long_text' ? 'h-24' : 'h-10'
  return (
    <span
      className={`flex ${height} items-center rounded-md border border-line-strong bg-canvas px-3 text-sm text-ink-3`}
    >
      {field.type === 'choice' && field.choices.filter(Boolean).join(', ')}
    </span>
  )
}
