import { measure } from '#reports/kpi/index.ts'
import { count, dayAt, fieldName, money, percent, plural, recordName } from '../format.ts'
import type { AuditReport } from '../report.ts'
import { left, type Paint, right, wrap } from './paint.ts'
import { remark, title } from './parts.ts'

const MOST_EXAMPLES = 3
const INDENT = ' '.repeat(11)

/** Prospects that fell through, with the first few of each kind. */
export function leakText({ leaks, currency, timeZone }: AuditReport, paint: Paint): string[] {
  if (leaks.length === 0) return []
  const lines = leaks.flatMap((leak) => {
    const looked = `(of ${count(leak.of)} ${leak.ofWhat}`
    if (leak.count === 0)
      return wrap(`${leak.title} ${paint.dim(`${looked})`)}`, `  ${right('0', 7)}  `, INDENT)
    const worth = leak.amountMinor === null ? '' : `, ${money(leak.amountMinor, currency)}`
    const examples = leak.examples
      .slice(0, MOST_EXAMPLES)
      .map(({ name, account, since }) =>
        [
          name,
          account && !name.includes(account) ? account : null,
          since === null ? null : dayAt(since, timeZone),
        ]
          .filter(Boolean)
          .join(', '),
      )
    return [
      ...wrap(
        `${leak.title} ${paint.dim(`${looked}${worth})`)}`,
        `  ${paint.bold(right(count(leak.count), 7))}  `,
        INDENT,
      ),
      ...wrap(`${examples.join('; ')}${leak.count > MOST_EXAMPLES ? '; …' : ''}`, INDENT).map(paint.dim),
      ...wrap(leak.next, INDENT),
    ]
  })
  return [...title('Leaks', 'prospects that fell through', paint), ...lines]
}

/** How far the data can be believed. */
export function trustText({ trust }: AuditReport, paint: Paint): string[] {
  const gaps = trust.completeness.filter(({ filled, total }) => filled < total)
  const { duplicates, impossibleDates, strangers } = trust
  return [
    ...title('Data trust', '', paint),
    ...trust.figures.map(
      ({ key, value, denominator }) =>
        `  ${right(count(value), 7)}  ${measure(key).name} ${paint.dim(`of ${count(denominator)}`)}`,
    ),
    ...(duplicates.people + duplicates.accounts > 0
      ? [
          `  ${right(count(duplicates.people + duplicates.accounts), 7)}  Probable duplicates ${paint.dim(`(${plural(duplicates.people, 'pair')} of people, ${count(duplicates.accounts)} of accounts)`)}`,
          ...duplicates.examples
            .slice(0, MOST_EXAMPLES)
            .flatMap(({ first, second }) => wrap(`${first} and ${second}`, INDENT).map(paint.dim)),
        ]
      : []),
    ...impossibleDates.map(
      ({ record, count: cases }) =>
        `  ${right(count(cases), 7)}  ${recordName(record)} with a date that cannot be ${paint.dim('(future, or before 1990)')}`,
    ),
    ...(strangers > 0
      ? [`  ${right(count(strangers), 7)}  Touches and roles of people who are in no file`]
      : []),
    ...(gaps.length > 0 ? ['', ...gapLines(gaps, paint)] : []),
  ]
}

function gapLines(gaps: AuditReport['trust']['completeness'], paint: Paint): string[] {
  const byRecord = new Map<string, string[]>()
  for (const { record, field, filled, total } of gaps)
    byRecord.set(record, [...(byRecord.get(record) ?? []), `${fieldName(field)} ${percent(filled / total)}`])
  return [
    ...remark('Fields that are not always filled in:', paint),
    ...[...byRecord].flatMap(([record, fields]) =>
      wrap(fields.join(' · '), `  ${left(recordName(record), 18)}`, ' '.repeat(20)),
    ),
  ]
}

/** What the folder cannot tell, and the next step. */
export function absentText({ absent }: AuditReport, paint: Paint): string[] {
  if (absent.length === 0) return []
  return [
    ...title('Not in these files', '', paint),
    ...absent.flatMap(({ topic, why, next }) => [
      ...wrap(`${paint.warn(topic)}  ${why}`, '  ', '    '),
      ...wrap(next, '    ').map(paint.dim),
    ]),
  ]
}
