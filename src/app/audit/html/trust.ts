import { measure } from '#reports/kpi/index.ts'
import { count, dayAt, fieldName, money, percent, plural, recordName } from '../format.ts'
import type { AuditReport } from '../report.ts'
import { shareBar } from './charts.ts'
import { html, type Markup } from './markup.ts'
import { section, tableOf } from './parts.ts'

export function leakSection({ leaks, currency, timeZone }: AuditReport): Markup | null {
  if (leaks.length === 0) return null
  return section(
    'Leaks',
    'Prospects that fell through, and what to do about each kind.',
    html`<div class="leaks">${leaks.map(
      (leak) =>
        html`<div class="leak${leak.count === 0 ? ' none' : ''}"><b>${count(leak.count)}</b><div><strong>${leak.title}</strong> <span class="soft">of ${count(leak.of)} ${leak.ofWhat}${leak.amountMinor ? `, ${money(leak.amountMinor, currency)}` : ''}</span>${
          leak.count > 0 &&
          html`<p class="note">${leak.next}</p><ul>${leak.examples.map((example) => html`<li>${exampleText(example, timeZone)}</li>`)}</ul>`
        }</div></div>`,
    )}</div>`,
  )
}

function exampleText(
  { name, account, since }: AuditReport['leaks'][number]['examples'][number],
  timeZone: string,
): string {
  return [
    name,
    account && !name.includes(account) ? account : null,
    since === null ? null : dayAt(since, timeZone),
  ]
    .filter(Boolean)
    .join(', ')
}

export function trustSection({ trust }: AuditReport): Markup {
  const { duplicates, impossibleDates, strangers } = trust
  const counts: (readonly [string, number, string])[] = [
    ...trust.figures.map(
      ({ key, value, denominator }) => [measure(key).name, value ?? 0, `of ${count(denominator)}`] as const,
    ),
    ...(duplicates.people > 0
      ? [['Pairs of people that are probably one', duplicates.people, ''] as const]
      : []),
    ...(duplicates.accounts > 0
      ? [['Pairs of accounts that are probably one', duplicates.accounts, ''] as const]
      : []),
    ...impossibleDates.map(
      (line) =>
        [
          `${recordName(line.record)} with a date that cannot be`,
          line.count,
          'in the future or before 1990',
        ] as const,
    ),
    ...(strangers > 0 ? [['Touches and roles of people in no file', strangers, ''] as const] : []),
  ]
  return section(
    'Data trust',
    'How far these numbers can be believed.',
    html`<div class="two"><div><h3>Records</h3>${tableOf(
      [
        { label: 'What', cell: ([name, , about]) => html`${name} <small>${about}</small>` },
        { label: 'Count', kind: 'number', cell: ([, cases]) => count(cases) },
      ],
      counts,
      'Records with gaps',
    )}</div><div><h3>Fields filled in</h3>${tableOf(
      [
        {
          label: 'Field',
          cell: ({ record, field }) => html`${recordName(record)} <small>${fieldName(field)}</small>`,
        },
        {
          label: '',
          kind: 'bar',
          cell: ({ field, filled, total }) =>
            shareBar(filled / total, `${field}: ${percent(filled / total)}`),
        },
        { label: 'Filled', kind: 'number', cell: ({ filled, total }) => percent(filled / total) },
      ],
      trust.completeness.filter(({ filled, total }) => filled < total),
      'Fields filled in',
    )}</div></div>`,
    duplicates.examples.length > 0 &&
      html`<h3>Probably the same</h3><ul class="asides">${duplicates.examples.map(({ first, second, reason }) => html`<li><b>${first}</b> and <b>${second}</b>. ${reason}</li>`)}</ul>`,
  )
}

export function absentSection({ absent }: AuditReport): Markup | null {
  if (absent.length === 0) return null
  return section(
    'Not in these files',
    'What could not be answered, and what to export to get it.',
    html`<dl class="absent">${absent.map(({ topic, why, next }) => html`<div><dt>${topic}</dt><dd>${why} ${next}</dd></div>`)}</dl>`,
  )
}

export function understoodSection({ understood }: AuditReport): Markup {
  const { files, suggestions, questions, errors, refusedRows, unreadableCells } = understood
  const guesses = files.flatMap((file) =>
    file.columns
      .filter(({ field }) => field !== null && field !== 'attribute')
      .flatMap(({ header, evidence }) =>
        evidence.slice(1).map((sentence) => ({ where: `${file.file}, ${header.trim()}`, sentence })),
      ),
  )
  return section(
    'What was understood',
    'Files and columns, what was guessed from them, and what could not be read.',
    tableOf(
      [
        { label: 'File', cell: ({ file }) => file },
        {
          label: 'Lists',
          cell: ({ kind, problem }) => (problem ? 'Not read' : kind ? recordName(kind) : 'Not clear'),
        },
        {
          label: 'Rows',
          kind: 'number',
          cell: ({ rows, isWhole }) => `${isWhole ? '' : 'over '}${count(rows)}`,
        },
        {
          label: 'Columns read',
          kind: 'number',
          cell: ({ columns }) =>
            `${columns.filter(({ field }) => field !== null && field !== 'attribute').length} of ${columns.length}`,
        },
      ],
      files,
      'Files',
    ),
    html`<ul class="asides">${files.flatMap((file) => [file.problem, ...file.warnings].filter(Boolean).map((text) => html`<li class="warn"><b>${file.file}</b> ${text}</li>`))}${suggestions.slice(0, 20).map(({ value, meant, rows, file, header, reason }) => html`<li class="warn"><b>“${value}” is probably “${meant}”</b> ${plural(rows, 'row')} of ${file}, column ${header.trim()}. ${reason}</li>`)}${questions.map(({ text, must }) => html`<li class="warn"><b>${must ? 'Please say' : 'Assumed'}</b> ${text}</li>`)}${refusedRows + unreadableCells > 0 && html`<li class="warn"><b>Not read</b> ${plural(refusedRows, 'row')} left out, ${plural(unreadableCells, 'further cell')} not readable.</li>`}${errors.slice(0, 8).map(({ file, row, message }) => html`<li>${file}, row ${count(row)}: ${message}</li>`)}</ul>`,
    guesses.length > 0 &&
      html`<details><summary>Evidence behind ${plural(guesses.length, 'column')}</summary><ul class="asides">${guesses.map(({ where, sentence }) => html`<li><b>${where}</b> ${sentence}</li>`)}</ul></details>`,
  )
}
