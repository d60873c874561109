import { Combobox as Base } from '@base-ui/react/combobox'
import { Check, ChevronDown, X } from 'lucide-react'
import { cx } from './cx.ts'

export interface ComboboxOption {
  value: string
  label: string
  hint?: string
}

interface Shared {
  options: readonly ComboboxOption[]
  placeholder?: string
  label?: string
  disabled?: boolean
  /** asks for options that match what is typed; without it the given options are filtered here */
  onSearch?: (text: string) => void
  /** shown when nothing matches */
  empty?: string
  className?: string
}

export interface ComboboxProps extends Shared {
  value: string | null
  /** offers to choose nothing */
  clearable?: boolean
  autoFocus?: boolean
  onChange: (value: string | null) => void
}

export interface MultiComboboxProps extends Shared {
  values: readonly string[]
  onChange: (values: string[]) => void
}

function Popup({ empty }: { empty: string }) {
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} className="z-50">
        <Base.Popup className="pop max-h-[min(22rem,var(--available-height))] w-[max(var(--anchor-width),14rem)] overflow-y-auto">
          <Base.Empty className="px-3 py-2 text-xs text-ink-3 empty:hidden">{empty}</Base.Empty>
          <Base.List className="p-1 empty:p-0">
            {(option: ComboboxOption) => (
              <Base.Item key={option.value} value={option} className="option">
                <span className="flex min-w-0 flex-1 flex-col">
                  <span className="truncate">{option.label}</span>
                  {option.hint && <span className="truncate text-xs text-ink-3">{option.hint}</span>}
                </span>
                <Base.ItemIndicator>
                  <Check aria-hidden className="size-3.5 text-accent" />
                </Base.ItemIndicator>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}

const same = (a: ComboboxOption, b: ComboboxOption) => a.value === b.value

/** One of many, found by typing. */
export function Combobox(props: ComboboxProps) {
  const {
    options,
    value,
    onChange,
    placeholder = 'Type to find',
    label,
    disabled,
    onSearch,
    className,
    autoFocus,
  } = props
  return (
    <Base.Root
      items={[...options]}
      value={options.find((option) => option.value === value) ?? null}
      onValueChange={(option) => onChange((option as ComboboxOption | null)?.value ?? null)}
      onInputValueChange={(text) => onSearch?.(text)}
      isItemEqualToValue={same}
      autoHighlight
      disabled={disabled ?? false}
      {...(onSearch ? { filter: null } : {})}
    >
      <Base.InputGroup className={cx('relative', className)}>
        <Base.Input
          aria-label={label}
          placeholder={placeholder}
          autoFocus={autoFocus}
          className={cx('control', props.clearable ? '!pr-14' : '!pr-8')}
        />
        <span className="absolute top-1/2 right-1.5 flex -translate-y-1/2 items-center text-ink-3">
          {props.clearable && (
            <Base.Clear aria-label="Clear" className="rounded-sm p-1 hover:bg-hover">
              <X aria-hidden className="size-3.5" />
            </Base.Clear>
          )}
          <Base.Trigger aria-label="Show all" className="rounded-sm p-1 hover:bg-hover">
            <ChevronDown aria-hidden className="size-3.5" />
          </Base.Trigger>
        </span>
      </Base.InputGroup>
      <Popup empty={props.empty ?? 'Nothing matches'} />
    </Base.Root>
  )
}

/** Several of many; what is chosen stands as removable chips. */
export function MultiCombobox(props: MultiComboboxProps) {
  const {
    options,
    values,
    onChange,
    placeholder = 'Type to find',
    label,
    disabled,
    onSearch,
    className,
  } = props
  const chosen = options.filter((option) => values.includes(option.value))
  return (
    <Base.Root
      multiple
      items={[...options]}
      value={chosen}
      onValueChange={(next) => onChange((next as ComboboxOption[]).map((option) => option.value))}
      onInputValueChange={(text) => onSearch?.(text)}
      isItemEqualToValue={same}
      autoHighlight
      disabled={disabled ?? false}
      {...(onSearch ? { filter: null } : {})}
    >
      <Base.Chips
        className={cx('control !h-auto flex min-h-8 flex-wrap items-center gap-1 !px-1.5 py-1', className)}
      >
        {chosen.map((option) => (
          <Base.Chip
            key={option.value}
            aria-label={option.label}
            className="flex h-6 items-center gap-1 rounded-sm bg-accent-soft pr-0.5 pl-2 text-xs outline-none focus-within:outline-2"
          >
            {option.label}
            <Base.ChipRemove
              aria-label={`Remove ${option.label}`}
              className="rounded-sm p-0.5 text-ink-3 hover:text-ink"
            >
              <X aria-hidden className="size-3" />
            </Base.ChipRemove>
          </Base.Chip>
        ))}
        <Base.Input
          aria-label={label}
          placeholder={chosen.length ? '' : placeholder}
          className="h-6 min-w-20 flex-1 bg-transparent px-1 outline-none"
        />
      </Base.Chips>
      <Popup empty={props.empty ?? 'Nothing matches'} />
    </Base.Root>
  )
}
