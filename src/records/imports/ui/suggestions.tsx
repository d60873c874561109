import { Button, Count, Section } from '#platform/ui/index.ts'
import type { Mapping } from '../mapping.ts'
import type { ValueSuggestion } from '../understanding.ts'

/** Values that are probably others misspelt; taking one over reads it as the other from now on. */
export function Suggestions({
  suggestions,
  mapping,
  onChange,
}: {
  suggestions: readonly ValueSuggestion[]
  mapping: Mapping
  onChange: (mapping: Mapping) => void
}) {
  const taken = ({ file, header, value }: ValueSuggestion) =>
    columnOf(mapping, file, header)?.replace?.[value] !== undefined
  const take = (chosen: readonly ValueSuggestion[]) =>
    onChange(chosen.reduce((next, suggestion) => toggled(next, suggestion, true), mapping))
  return (
    <Section
      title="Probably the same"
      description="Values that are nearly another one. Nothing is changed unless you say so."
      actions={
        <Button size="sm" onClick={() => take(suggestions)}>
          Read all as suggested
        </Button>
      }
    >
      <ul className="flex flex-col divide-y">
        {suggestions.map((suggestion) => (
          <li
            key={`${suggestion.file}|${suggestion.header}|${suggestion.value}`}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2 first:pt-0 last:pb-0"
          >
            <p>
              <span className="font-medium">{suggestion.value}</span> (
              <Count value={suggestion.rows} unit="row" />) is probably{' '}
              <span className="font-medium">{suggestion.meant}</span>
              <span className="block text-xs text-ink-3">
                {suggestion.file} · {suggestion.header} · {suggestion.reason}
              </span>
            </p>
            <Button
              size="sm"
              variant={taken(suggestion) ? 'quiet' : 'secondary'}
              onClick={() => onChange(toggled(mapping, suggestion, !taken(suggestion)))}
            >
              {taken(suggestion) ? 'Keep as it is' : `Read as ${suggestion.meant}`}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function columnOf(mapping: Mapping, file: string, header: string) {
  return mapping.files
    .find((entry) => entry.file === file)
    ?.columns.find((column) => column.header === header)
}

function toggled(
  mapping: Mapping,
  { file, header, value, meant }: ValueSuggestion,
  isTaken: boolean,
): Mapping {
  const files = mapping.files.map((entry) => {
    if (entry.file !== file) return entry
    const columns = entry.columns.map((column) => {
      if (column.header !== header) return column
      const { [value]: _, ...rest } = column.replace ?? {}
      return { ...column, replace: isTaken ? { ...rest, [value]: meant } : rest }
    })
    return { ...entry, columns }
  })
  return { ...mapping, files }
}
