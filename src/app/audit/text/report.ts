import { day, plural } from '../format.ts'
import type { AuditReport } from '../report.ts'
import { attributionText, campaignText, pipelineText, teamText } from './marketing.ts'
import { type Paint, WIDTH, wrap } from './paint.ts'
import { title } from './parts.ts'
import { dealText, funnelText, responseText } from './sales.ts'
import { absentText, leakText, trustText } from './trust.ts'
import { understoodText } from './understood.ts'

/** The whole report as lines of at most a hundred columns. */
export function reportText(report: AuditReport, paint: Paint): string {
  const sections = [
    head(report, paint),
    highlightText(report, paint),
    understoodText(report, paint),
    dealText(report, paint),
    funnelText(report, paint),
    responseText(report, paint),
    pipelineText(report, paint),
    attributionText(report, paint),
    teamText(report, paint),
    campaignText(report, paint),
    leakText(report, paint),
    trustText(report, paint),
    absentText(report, paint),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function head(report: AuditReport, paint: Paint): string[] {
  const { range, agreement, understood, currency, timeZone } = report
  const facts = [
    range ? `${day(range.from)} – ${day(range.to)}` : 'No dated record',
    plural(understood.rows, 'row'),
    agreement.isDefault
      ? 'under the default agreement'
      : `under ${plural(agreement.versions.length, 'agreement version')}`,
    `amounts in ${currency}, days in ${timeZone}`,
  ]
  return [
    `${paint.bold(`Accord audit  ${report.source}`)}`,
    ...wrap(facts.join(' · ')).map(paint.dim),
    paint.dim('─'.repeat(WIDTH)),
  ]
}

function highlightText({ highlights }: AuditReport, paint: Paint): string[] {
  if (highlights.length === 0) return []
  return [
    ...title('What stands out', '', paint),
    ...highlights.flatMap((sentence) => wrap(sentence, '  · ', '    ')),
  ]
}
