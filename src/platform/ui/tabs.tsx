import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

export interface TabItem<Value extends string> {
  value: Value
  label: ReactNode
  count?: number
  content: ReactNode
}

/** Parts of one thing, one seen at a time. Keep `value` in the address. */
export function Tabs<Value extends string>({
  label,
  value,
  onChange,
  items,
}: {
  label: string
  value: Value
  onChange: (value: Value) => void
  items: readonly TabItem<Value>[]
}) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as Value)}>
      <Base.List aria-label={label} className="no-print relative flex gap-4 overflow-x-auto border-b">
        {items.map((item) => (
          <Base.Tab
            key={item.value}
            value={item.value}
            className="-mb-px flex shrink-0 items-center gap-1.5 border-b-2 border-transparent py-2 font-medium text-ink-3 -outline-offset-2 hover:text-ink data-active:border-accent data-active:text-ink"
          >
            {item.label}
            {item.count !== undefined && (
              <span className="num text-xs font-normal text-ink-3">{item.count}</span>
            )}
          </Base.Tab>
        ))}
      </Base.List>
      {items.map((item) => (
        <Base.Panel key={item.value} value={item.value} className="pt-4 outline-none">
          {item.content}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
