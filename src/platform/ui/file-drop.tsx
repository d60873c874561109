import { Upload } from 'lucide-react'
import { useId, useState } from 'react'
import { cx } from './cx.ts'

/** A place to drop files or choose them. */
export function FileDrop({
  label,
  hint,
  accept,
  multiple = false,
  disabled = false,
  onFiles,
}: {
  label: string
  hint?: string
  /** as the `accept` of a file input, e.g. `.csv,text/csv` */
  accept?: string
  multiple?: boolean
  disabled?: boolean
  onFiles: (files: File[]) => void
}) {
  const id = useId()
  const [over, setOver] = useState(false)
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])]
    if (files.length) onFiles(multiple ? files : files.slice(0, 1))
  }
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(!disabled)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (!disabled) take(event.dataTransfer.files)
      }}
      className={cx(
        'flex flex-col items-center gap-1 rounded-lg border border-dashed border-line-strong bg-surface px-4 py-8 text-center transition-colors has-focus-visible:outline-2 has-focus-visible:outline-[var(--focus)]',
        over && 'border-accent bg-accent-soft',
        disabled ? 'opacity-50' : 'hover:border-ink-3',
      )}
    >
      <Upload aria-hidden className="mb-1 size-5 text-ink-3" strokeWidth={1.5} />
      <span className="font-medium">{label}</span>
      {hint && <span className="text-xs text-ink-3">{hint}</span>}
      <input
        id={id}
        type="file"
        accept={accept}
        multiple={multiple}
        disabled={disabled}
        className="sr-only"
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
    </label>
  )
}
