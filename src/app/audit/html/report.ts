import { count, day, dayAt, plural } from '../format.ts'
import type { AuditReport } from '../report.ts'
import { attributionSection, campaignSection, pipelineSection } from './marketing.ts'
import { html, Markup } from './markup.ts'
import { dealSection, funnelSection, responseSection, teamSection } from './sales.ts'
import { STYLE } from './style.ts'
import { absentSection, leakSection, trustSection, understoodSection } from './trust.ts'

/** The report as one HTML file without script or outside reference: for the screen, light and dark, and for A4 paper. */
export function reportHtml(report: AuditReport): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Accord">
<title>Accord audit: ${report.source}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
${head(report)}
${dealSection(report)}
${funnelSection(report)}
${responseSection(report)}
${teamSection(report)}
${pipelineSection(report)}
${attributionSection(report)}
${campaignSection(report)}
${leakSection(report)}
${trustSection(report)}
${absentSection(report)}
${understoodSection(report)}
<footer>Made ${dayAt(report.madeAt, report.timeZone)} by Accord. Nothing was kept and nothing left this machine.</footer>
</main>
</body>
</html>
`
  return page.text
}

function head(report: AuditReport): Markup {
  const { agreement, range, records, currency, timeZone } = report
  const stretch = range ? `${day(range.from)} – ${day(range.to)}` : 'No dated record'
  const held = [
    records.opportunities && plural(records.opportunities, 'deal'),
    records.accounts && plural(records.accounts, 'account'),
    records.people && plural(records.people, 'person', 'people'),
    records.marketingTouches + records.salesTouches > 0 &&
      `${count(records.marketingTouches + records.salesTouches)} touches`,
  ].filter(Boolean)
  const under = agreement.isDefault
    ? 'the default agreement'
    : `${agreement.title}, ${plural(agreement.versions.length, 'version')}`
  return html`<header><p class="brand">Accord audit</p><h1>${report.source}</h1><p>${stretch}. ${held.join(', ')}.<br>Under ${under}. Amounts in ${currency}, days in ${timeZone}.</p>${
    report.highlights.length > 0 &&
    html`<ul class="findings" aria-label="What stands out">${report.highlights.map((sentence) => html`<li>${sentence}</li>`)}</ul>`
  }</header>`
}
