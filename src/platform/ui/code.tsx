import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './button.tsx'
import { cx } from './cx.ts'

/** Copies a text; says so for two seconds. */
function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [done, setDone] = useState(false)
  return (
    <IconButton
      icon={done ? Check : Copy}
      label={done ? 'Copied' : label}
      size="sm"
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => {
          setDone(true)
          setTimeout(() => setDone(false), 2_000)
        })
      }}
    />
  )
}

/** Code, a formula, a key or a link to copy. `lines` numbers the lines, `marked` (from 1) points some out. */
export function CodeBlock({
  children,
  label,
  lines = false,
  marked = [],
}: {
  children: string
  label?: string
  lines?: boolean
  marked?: readonly number[]
}) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-md border bg-sunken">
      <figcaption className="flex items-center justify-between gap-2 border-b py-0.5 pr-1 pl-3 text-xs text-ink-3">
        {label ?? 'Text'}
        <CopyButton text={children} />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto py-2 font-mono text-xs leading-5 outline-offset-[-2px]"
      >
        {children.split('\n').map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are their position
          <span key={index} className={cx('flex px-3', marked.includes(index + 1) && 'bg-bad-soft')}>
            {lines && (
              <span className="num mr-4 w-8 shrink-0 select-none text-right text-ink-3">{index + 1}</span>
            )}
            <code className={lines ? 'whitespace-pre' : 'whitespace-pre-wrap break-all'}>{line || ' '}</code>
          </span>
        ))}
      </pre>
    </figure>
  )
}
