import { squash } from './text.ts'

/** How the cells of a field are read. */
export type FieldType =
  | 'text'
  | 'id'
  | 'ids'
  | 'email'
  | 'domain'
  | 'date'
  | 'day'
  | 'number'
  | 'money'
  | 'currency'
  | 'flag'
  | 'stage_date'

export interface Field {
  /** `kind.name`, as it stands in saved mappings */
  key: string
  title: string
  type: FieldType
  /** squashed headers that mean this field, best first */
  labels: readonly string[]
  /** having it speaks for the kind of the file */
  strength: 1 | 2 | 3
}

/** A field from its labels, written apart by spaces. */
export const field = (
  key: string,
  title: string,
  type: FieldType,
  strength: 1 | 2 | 3,
  labels: string,
): Field => ({
  key,
  title,
  type,
  strength,
  labels: labels.split(' ').map(squash),
})
