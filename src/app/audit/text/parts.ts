import { count } from '../format.ts'
import { type Paint, wrap } from './paint.ts'

/** Title of a section with a word of explanation. */
export function title(name: string, explanation: string, paint: Paint): string[] {
  return [`${paint.bold(paint.accent(name))}${explanation ? `  ${paint.dim(explanation)}` : ''}`]
}

/** A sentence under a table. */
export const remark = (text: string, paint: Paint): string[] => wrap(text, '  ').map(paint.dim)

export const shown = (total: number, most: number, what: string): string =>
  total > most ? `… and ${count(total - most)} more ${what}` : ''
