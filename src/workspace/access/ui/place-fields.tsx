import { Combobox, Field, type FormState } from '#platform/ui/index.ts'
import { currencyOptions, timeZoneOptions } from './words.ts'

/** Where the workspace is: its time zone and its currency. */
export function PlaceFields<Values extends { timeZone: string; currency: string } & Record<string, unknown>>({
  form: { values, errors, set },
  className,
}: {
  form: FormState<Values>
  className: string
}) {
  return (
    <div className={className}>
      <Field label="Time zone" error={errors.timeZone}>
        <Combobox
          options={timeZoneOptions}
          value={values.timeZone}
          onChange={(zone) => set('timeZone', (zone ?? '') as Values['timeZone'])}
        />
      </Field>
      <Field label="Currency" error={errors.currency}>
        <Combobox
          options={currencyOptions}
          value={values.currency}
          onChange={(currency) => set('currency', (currency ?? '') as Values['currency'])}
        />
      </Field>
    </div>
  )
}
