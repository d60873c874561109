import type { ReactNode } from 'react'
import { ButtonLink } from './button.tsx'
import { CodeBlock } from './code.tsx'
import { Drawer } from './drawer.tsx'
import { Facts } from './layout.tsx'

export interface ExplanationProps {
  open: boolean
  onClose: () => void
  title: string
  value: ReactNode
  definition: string
  formula: string
  numerator?: { label: string; value: ReactNode; href?: string }
  denominator?: { label: string; value: ReactNode; href?: string }
  agreementVersion?: number
  /** further facts: date convention, exclusions, freshness, completeness, known as of */
  facts?: readonly { label: string; value: ReactNode }[]
  /** list of the records behind the number */
  recordsHref?: string
  /** CSV of exactly those records */
  exportHref?: string
  children?: ReactNode
}

/** Definition, formula, parts, version and records behind one number, beside the page it stands on. */
export function Explanation(props: ExplanationProps) {
  const {
    open,
    onClose,
    title,
    value,
    definition,
    formula,
    numerator,
    denominator,
    agreementVersion,
    facts = [],
  } = props
  const parts = [numerator, denominator].filter((part) => part !== undefined)
  return (
    <Drawer
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={title}
      footer={
        (props.recordsHref || props.exportHref) && (
          <>
            {props.exportHref && (
              <ButtonLink href={props.exportHref} download>
                Export CSV
              </ButtonLink>
            )}
            {props.recordsHref && (
              <ButtonLink variant="primary" href={props.recordsHref} onClick={onClose}>
                Open the records
              </ButtonLink>
            )}
          </>
        )
      }
    >
      <div className="flex flex-col gap-5">
        <p className="num text-2xl font-semibold">{value}</p>
        <p className="text-pretty text-ink-2">{definition}</p>
        <CodeBlock label="Formula">{formula}</CodeBlock>
        <Facts
          items={[
            ...parts.map((part) => ({
              label: part.label,
              value: part.href ? (
                <ButtonLink size="sm" href={part.href}>
                  {part.value}
                </ButtonLink>
              ) : (
                <span className="num">{part.value}</span>
              ),
            })),
            ...(agreementVersion === undefined
              ? []
              : [{ label: 'Agreement', value: `Version ${agreementVersion}` }]),
            ...facts,
          ]}
        />
        {props.children}
      </div>
    </Drawer>
  )
}
