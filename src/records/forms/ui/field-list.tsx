import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { Badge, Button, Checkbox, Field, IconButton, Input, Menu, Textarea } from '#platform/ui/index.ts'
import { type FormField, STANDARD_FIELDS, type StandardField, standardField } from '../rules/fields.ts'

interface FieldListProps {
  fields: readonly FormField[]
  onChange: (fields: FormField[]) => void
  error?: string | undefined
}

const TYPES: Record<FormField['type'], string> = {
  email: 'E-mail',
  text: 'Text',
  phone: 'Phone',
  long_text: 'Long text',
  choice: 'Choice',
}

/** The fields in their order; each can be renamed, moved, made required and taken out. */
export function FieldList({ fields, onChange, error }: FieldListProps) {
  const change = (at: number, values: Partial<FormField>) =>
    onChange(fields.map((field, index) => (index === at ? { ...field, ...values } : field)))
  const move = (at: number, by: number) => {
    const moved = [...fields]
    const [field] = moved.splice(at, 1)
    moved.splice(at + by, 0, field!)
    onChange(moved)
  }
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col divide-y">
        {fields.map((field, at) => (
          <li key={field.name} className="flex flex-col gap-2 py-2.5 first:pt-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
              <Field label={`Label of ${field.label}`} labelHidden className="min-w-40 flex-1">
                <Input value={field.label} onChange={(label) => change(at, { label })} />
              </Field>
              <span className="w-20">
                <Badge>{TYPES[field.type]}</Badge>
              </span>
              <Checkbox
                label="Required"
                checked={field.required}
                disabled={field.name === 'email'}
                onChange={(required) => change(at, { required })}
              />
              <span className="flex">
                <IconButton
                  icon={ArrowUp}
                  label={`Move ${field.label} up`}
                  size="sm"
                  disabled={at === 0}
                  onClick={() => move(at, -1)}
                />
                <IconButton
                  icon={ArrowDown}
                  label={`Move ${field.label} down`}
                  size="sm"
                  disabled={at === fields.length - 1}
                  onClick={() => move(at, 1)}
                />
                <IconButton
                  icon={Trash2}
                  label={`Take ${field.label} out`}
                  size="sm"
                  disabled={field.name === 'email'}
                  onClick={() => onChange(fields.filter((_, index) => index !== at))}
                />
              </span>
            </div>
            {field.type === 'choice' && (
              <Field label="Choices" hint="One a line">
                <Textarea
                  rows={3}
                  value={field.choices.join('\n')}
                  onChange={(text) => change(at, { choices: text.split('\n') })}
                  onBlur={() =>
                    change(at, { choices: field.choices.map((one) => one.trim()).filter(Boolean) })
                  }
                />
              </Field>
            )}
          </li>
        ))}
      </ul>
      {error && (
        <p role="alert" className="text-xs text-bad">
          {error}
        </p>
      )}
      <AddField fields={fields} onAdd={(field) => onChange([...fields, field])} />
    </div>
  )
}

function AddField({ fields, onAdd }: { fields: readonly FormField[]; onAdd: (field: FormField) => void }) {
  const missing = (Object.keys(STANDARD_FIELDS) as StandardField[]).filter(
    (name) => !fields.some((field) => field.name === name),
  )
  const own = (type: 'text' | 'long_text' | 'choice', label: string) => {
    let number = fields.length
    while (fields.some(({ name }) => name === `own_${number}`)) number++
    onAdd({
      name: `own_${number}`,
      label,
      type,
      required: false,
      choices: type === 'choice' ? ['Yes', 'No'] : [],
    })
  }
  return (
    <Menu
      trigger={
        <Button icon={Plus} className="self-start">
          Add a field
        </Button>
      }
      align="start"
      entries={[
        ...missing.map((name) => ({
          label: STANDARD_FIELDS[name].label,
          onSelect: () => onAdd(standardField(name)),
        })),
        { label: 'Text of your own', onSelect: () => own('text', 'Your question') },
        { label: 'Long text of your own', onSelect: () => own('long_text', 'Your question') },
        { label: 'Choice of your own', onSelect: () => own('choice', 'Your question') },
      ]}
    />
  )
}
