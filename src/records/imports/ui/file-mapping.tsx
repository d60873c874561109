import type { ReactNode } from 'react'
import {
  Badge,
  Banner,
  type Column,
  Combobox,
  type ComboboxOption,
  DataTable,
  Section,
  Select,
} from '#platform/ui/index.ts'
import type { ColumnMapping, FileMapping, Mapping } from '../mapping.ts'
import { FIELDS, FILE_KINDS, type FileKind, fieldOf, KIND_TITLES } from '../rules/fields.ts'
import type { ColumnUnderstanding, FileUnderstanding } from '../understanding.ts'
import { separatorName } from './words.ts'

const LEFT_OUT = 'left_out'
const KIND_OPTIONS = [
  ...FILE_KINDS.map((kind) => ({ value: kind as FileKind | 'none', label: KIND_TITLES[kind] })),
  { value: 'none' as const, label: 'not read' },
]

interface Props {
  file: FileUnderstanding
  mapping: Mapping
  onChange: (mapping: Mapping) => void
  /** the button that takes the file out of the import */
  takeOut: ReactNode
}

/** One file: what it lists, and each column with sample values, the field it fills and the evidence. */
export function FileMappingCard({ file, mapping, onChange, takeOut }: Props) {
  const made = mapping.files.find((entry) => entry.file === file.file)
  if (file.problem || !made) {
    return (
      <Section title={file.file} actions={takeOut} plain>
        <Banner tone="warn" title="This file is not read">
          {file.problem ?? 'Nothing in it says what it lists.'}
        </Banner>
      </Section>
    )
  }
  const change = (next: FileMapping) =>
    onChange({ ...mapping, files: mapping.files.map((entry) => (entry === made ? next : entry)) })
  const rows = file.isWhole
    ? `${file.rows.toLocaleString('en')} ${file.rows === 1 ? 'row' : 'rows'}`
    : `more than ${file.rows.toLocaleString('en')} rows`
  return (
    <Section
      title={file.file}
      description={`${rows} · ${file.encoding.toUpperCase()}, ${separatorName(file.separator)} · from ${file.system} · ${file.evidence.join(' ')}`}
      actions={
        <>
          <Select
            label={`What ${file.file} lists`}
            compact
            value={made.kind ?? 'none'}
            options={KIND_OPTIONS}
            onChange={(kind) =>
              change({
                ...made,
                kind: kind === 'none' ? null : kind,
                columns: kind === made.kind ? made.columns : [],
              })
            }
          />
          {takeOut}
        </>
      }
      flush
    >
      {file.warnings.length > 0 && (
        <div className="p-3">
          <Banner tone="info">{file.warnings.join(' ')}</Banner>
        </div>
      )}
      <DataTable
        caption={`Columns of ${file.file}`}
        rows={file.columns}
        columns={columnsOf(made, change)}
        rowId={(column) => column.header}
        bare
      />
    </Section>
  )
}

function columnsOf(made: FileMapping, change: (next: FileMapping) => void): Column<ColumnUnderstanding>[] {
  const options = optionsOf(made)
  const set = (header: string, next: Partial<ColumnMapping>) =>
    change({
      ...made,
      columns: made.columns.map((column) => (column.header === header ? { ...column, ...next } : column)),
    })
  return [
    {
      id: 'header',
      header: 'Column',
      card: 'title',
      width: 200,
      value: (column) => column.header,
      cell: (column) => <span className="font-medium">{column.header}</span>,
    },
    {
      id: 'samples',
      header: 'Sample values',
      width: 240,
      value: (column) => column.samples.join(' | '),
      cell: (column) => (
        <span className="block truncate text-ink-2 sm:max-w-60" title={column.samples.join('\n')}>
          {column.samples.slice(0, 3).join(', ') || 'empty'}
        </span>
      ),
    },
    {
      id: 'field',
      header: 'Read as',
      width: 220,
      value: (column) => column.field,
      cell: (column) => (
        <Combobox
          label={`Field of ${column.header}`}
          value={made.columns.find(({ header }) => header === column.header)?.field ?? LEFT_OUT}
          options={options}
          onChange={(value) =>
            set(column.header, { field: value === LEFT_OUT || value === null ? null : value })
          }
        />
      ),
    },
    {
      id: 'format',
      header: 'Written',
      width: 150,
      cell: (column) => (
        <Format
          column={made.columns.find(({ header }) => header === column.header)}
          set={(next) => set(column.header, next)}
        />
      ),
    },
    {
      id: 'evidence',
      header: 'Why',
      value: (column) => column.evidence.join(' '),
      cell: (column) => (
        <span className="block max-w-prose text-xs text-ink-2 whitespace-normal">
          {column.confidence < 0.6 && column.field !== 'attribute' && column.field !== null && (
            <Badge tone="warn">Not sure</Badge>
          )}{' '}
          {column.evidence.join(' ')}
        </span>
      ),
    },
  ]
}

function optionsOf(made: FileMapping): ComboboxOption[] {
  const fields = made.kind ? FIELDS[made.kind] : []
  const dated = made.columns.flatMap(({ field }) => (field?.includes('.stage:') ? [field] : []))
  return [
    ...fields.map(({ key, title }) => ({ value: key, label: title })),
    ...dated.map((key) => ({ value: key, label: fieldOf(key)?.title ?? key })),
    { value: 'attribute', label: 'Keep under its name' },
    { value: LEFT_OUT, label: 'Leave out' },
  ]
}

/** Date order or decimal sign, where the column has one. */
function Format({
  column,
  set,
}: {
  column: ColumnMapping | undefined
  set: (next: Partial<ColumnMapping>) => void
}) {
  if (column?.dateOrder) {
    const options = [
      { value: 'dmy' as const, label: 'Day first' },
      { value: 'mdy' as const, label: 'Month first' },
    ]
    return (
      <Select
        label={`Date order of ${column.header}`}
        compact
        value={column.dateOrder}
        options={options}
        onChange={(dateOrder) => set({ dateOrder, assumed: false })}
      />
    )
  }
  const type = column?.field ? fieldOf(column.field)?.type : undefined
  if (column?.decimal && (type === 'number' || type === 'money')) {
    const options = [
      { value: 'point' as const, label: '1,234.56' },
      { value: 'comma' as const, label: '1.234,56' },
    ]
    return (
      <Select
        label={`Decimal sign of ${column.header}`}
        compact
        value={column.decimal}
        options={options}
        onChange={(decimal) => set({ decimal, assumed: false })}
      />
    )
  }
  return null
}
