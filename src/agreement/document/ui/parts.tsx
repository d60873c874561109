import { Code } from 'lucide-react'
import { createContext, type ReactNode, useContext } from 'react'
import { CodeBlock, cx, IconButton, Link, Popover } from '#platform/ui/index.ts'

const RulesInWords = createContext<Readonly<Record<string, string>>>({})
export const RulesProvider = RulesInWords.Provider

/** One numbered clause of the agreement. */
export function Clause({
  number,
  id,
  title,
  intro,
  children,
}: {
  number: number
  id: string
  title: string
  intro?: ReactNode
  children: ReactNode
}) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="scroll-mt-6 border-t pt-6 pb-8 first:border-t-0 first:pt-0"
    >
      <h2 id={`${id}-title`} className="group flex items-baseline gap-3 text-lg font-semibold">
        <span className="num w-6 shrink-0 font-normal text-ink-3">{number}</span>
        <Link quiet href={`#${id}`}>
          {title}
        </Link>
      </h2>
      <div className="mt-2 flex min-w-0 flex-col gap-4 sm:pl-9">
        {intro && <p className="max-w-prose text-pretty text-ink-2">{intro}</p>}
        {children}
      </div>
    </section>
  )
}

/** A heading inside a clause. */
export function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-1.5 flex flex-wrap items-baseline gap-x-3 font-semibold">
        {title}
        {aside && <span className="text-xs font-normal text-ink-3">{aside}</span>}
      </h3>
      {children}
    </div>
  )
}

/** A rule in plain words, with the expression itself on demand. */
export function Rule({ at, cel, lead }: { at: string; cel: string; lead?: string }) {
  const words = useContext(RulesInWords)[at] ?? cel
  const text = lead ? `${lead} ${words}` : words.charAt(0).toUpperCase() + words.slice(1)
  return (
    <span className="text-pretty">
      {text}
      <span className="no-print ml-1 inline-block align-[-5px]">
        <Popover
          trigger={<IconButton icon={Code} size="sm" label="Show the rule as written" className="!h-5" />}
        >
          <CodeBlock label="CEL">{cel}</CodeBlock>
        </Popover>
      </span>
    </span>
  )
}

export interface ReadingColumn<Row> {
  header: string
  align?: 'right'
  /** share of the width, e.g. `w-1/4` */
  width?: string
  /** takes the whole width of the card on a phone */
  wide?: boolean
  cell: (row: Row, index: number) => ReactNode
}

/** A small table for reading; on a phone each row becomes a card headed by its first column. */
export function ReadingTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
}: {
  caption: string
  columns: readonly ReadingColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row, index: number) => string
}) {
  return (
    <div className="min-w-0 overflow-x-auto rounded-lg border bg-surface">
      <table className="data-table w-full border-separate border-spacing-0">
        <caption className="sr-only">{caption}</caption>
        <thead className="max-sm:sr-only">
          <tr>
            {columns.map((column) => (
              <th
                key={column.header}
                scope="col"
                className={cx(
                  'h-8 border-b bg-sunken px-3 text-left text-xs font-medium text-ink-3',
                  column.align === 'right' && 'text-right',
                  column.width,
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={rowKey(row, index)}>
              {columns.map((column, at) => (
                <td
                  key={column.header}
                  data-label={column.header}
                  data-card={at === 0 ? 'title' : 'line'}
                  className={cx(
                    'border-b px-3 py-2 align-top',
                    column.wide && 'max-sm:col-span-full',
                    column.align === 'right' && 'num text-right whitespace-nowrap',
                  )}
                >
                  <div className="min-w-0">{column.cell(row, index)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A short list in text. */
export function Items({ items }: { items: readonly ReactNode[] }) {
  return (
    <ul className="flex max-w-prose list-disc flex-col gap-1 pl-4 marker:text-ink-3">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the items of a clause keep their order
        <li key={index}>{item}</li>
      ))}
    </ul>
  )
}
