import { Search, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { Input } from './field.tsx'

/** A search field that reports what is typed after a short rest, and at once on Enter. `/` focuses it. */
export function SearchInput({
  value,
  onChange,
  label = 'Search',
  placeholder = 'Search',
}: {
  value: string
  onChange: (text: string) => void
  label?: string
  placeholder?: string
}) {
  const [text, setText] = useState(value)
  const latest = useRef(onChange)
  latest.current = onChange
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => latest.current(text), 250)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <Input
      type="search"
      data-page-search
      aria-label={label}
      placeholder={placeholder}
      icon={Search}
      value={text}
      onChange={setText}
      onKeyDown={(event) => event.key === 'Enter' && onChange(text)}
      className="w-full sm:w-60"
    />
  )
}

/**
 * Search and filters above a list; `active` counts the filters in force and offers to clear them. With `first`, a phone shows that and
 * the rest when asked.
 */
export function FilterBar({
  first,
  children,
  active = 0,
  onClear,
  end,
}: {
  first?: ReactNode
  children: ReactNode
  active?: number
  onClear?: () => void
  end?: ReactNode
}) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="no-print mb-3 flex flex-wrap items-center gap-2">
      {first && <div className="sm:contents max-sm:min-w-0 max-sm:grow max-sm:basis-3/5">{first}</div>}
      {first && (
        <Button className="sm:hidden" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Filters{active > 0 && ` (${active})`}
        </Button>
      )}
      <div className={first && !isOpen ? 'contents max-sm:hidden' : 'contents'}>{children}</div>
      {active > 0 && onClear && (
        <Button variant="quiet" size="sm" icon={X} onClick={onClear}>
          Clear {active === 1 ? 'filter' : `${active} filters`}
        </Button>
      )}
      {end && <div className="ml-auto flex items-center gap-2">{end}</div>}
    </div>
  )
}
