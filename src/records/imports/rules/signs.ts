import type { FileMapping } from '../mapping.ts'
import type { Question } from '../understanding.ts'
import { SIGN_QUESTION } from './answers.ts'
import type { Profiled } from './assumptions.ts'
import {
  currenciesOf,
  currencyMeant,
  isCurrency,
  isShared,
  type SharedSign,
  signMeans,
} from './currencies.ts'
import { fieldOf } from './fields.ts'
import type { ColumnProfile } from './profile.ts'

type Columns = FileMapping['columns']

/**
 * Signs that several currencies share and that stand alone in a file, each with the currency chosen for it, or null when
 * somebody has to say. Signs that the file's own currency is written with are not among them.
 *
 * @param profiles one per column, in the order of the mapping's columns
 */
export function signsOf(
  made: FileMapping,
  profiles: readonly ColumnProfile[],
  saved: FileMapping['signs'],
  answers: Readonly<Record<string, string>>,
): FileMapping['signs'] {
  const signs: Record<string, string | null> = {}
  for (const [index] of made.columns.entries()) {
    for (const sign of signsIn(made.columns, profiles, index)) {
      const answer = answers[SIGN_QUESTION + sign]
      const chosen = isCurrency(answer) ? answer : signMeans(sign, { currency: '', signs: saved })
      if (chosen) signs[sign] = chosen
      else if (!signMeans(sign, made)) signs[sign] = null
    }
  }
  return Object.keys(signs).length > 0 ? signs : undefined
}

function signsIn(columns: Columns, profiles: readonly ColumnProfile[], index: number): SharedSign[] {
  const { field } = columns[index]!
  const type = field ? fieldOf(field)?.type : undefined
  const profile = profiles[index]!
  if (type === 'currency') return [...profile.values.keys()].map(currencyMeant).filter(isShared)
  if (type !== 'money' || field?.startsWith('product.') || isNamedBeside(columns, profiles, profile))
    return []
  return [...profile.currencies.keys()].filter(isShared)
}

/** Whether a currency column says it for each amount. */
export function isNamedBeside(
  columns: Columns,
  profiles: readonly ColumnProfile[],
  amounts: ColumnProfile,
): boolean {
  const column = columns.findIndex(({ field }) => field !== null && fieldOf(field)?.type === 'currency')
  return column >= 0 && profiles[column]!.filled >= amounts.numbers
}

/** Asks once for each sign what it stands for. */
export function signQuestions(files: readonly Profiled[], mapping: readonly FileMapping[]): Question[] {
  const open = new Map<SharedSign, string[]>()
  for (const { file, profiles } of files) {
    const made = mapping.find((entry) => entry.file === file)
    for (const [index, { header }] of (made?.columns ?? []).entries()) {
      for (const sign of new Set(signsIn(made!.columns, profiles, index))) {
        if (made!.signs?.[sign] === null)
          open.set(sign, [...(open.get(sign) ?? []), `"${header}" of ${file}`])
      }
    }
  }
  return [...open].map(([sign, columns]) => signQuestion(sign, columns))
}

function signQuestion(sign: SharedSign, columns: readonly string[]): Question {
  const codes = currenciesOf(sign)
  return {
    id: SIGN_QUESTION + sign,
    file: '*',
    header: null,
    about: 'currency',
    text: `${columns.slice(0, 4).join(', ')}: several currencies are written ${sign}. Which one is it here?`,
    options: codes.map((code) => ({ value: code, label: code })),
    assumed: codes[0]!,
    must: true,
  }
}
