/**
 * How charts are laid out, as one stylesheet: in the app by the build, in a printed report in its own style element
 * (together with `tokensCss`). Charts themselves only use SVG attributes.
 */
export const chartCss = `
.chart { margin: 0; min-width: 0; color: var(--ink); container-type: inline-size; }
.chart ol, .chart ul { list-style: none; margin: 0; padding: 0; }
.chart a { color: inherit; text-decoration: underline; text-decoration-color: var(--line-strong); text-underline-offset: 3px; }
.chart-title { font-weight: 600; margin-bottom: 8px; }
.chart-note { display: block; font-weight: 400; font-size: 12px; line-height: 16px; color: var(--ink-3); }
.chart-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.chart .chart-legend { display: flex; flex-wrap: wrap; gap: 4px 14px; padding-bottom: 8px; font-size: 12px; color: var(--ink-2); }
.chart-legend li { display: flex; align-items: center; gap: 6px; }
.chart-funnel > li > .chart-row:first-child { margin-top: 6px; }
.chart-row { display: grid; grid-template-columns: minmax(6rem, 11rem) 1fr minmax(4rem, max-content); align-items: center; gap: 2px 12px; }
.chart-bars > li { padding: 3px 0; }
.chart-label { min-width: 0; overflow-wrap: anywhere; }
.chart-bar { display: block; }
.chart-value { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.chart-step { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 6px; margin: 0; padding: 3px 0 3px calc(11rem + 12px); font-size: 12px; line-height: 18px; font-variant-numeric: tabular-nums; color: var(--ink-2); }
.chart-step svg { color: var(--ink-3); flex: none; }
.chart-faint { color: var(--ink-3); }
.chart-plot { display: grid; grid-template-columns: 40px 1fr; gap: 0 8px; }
.chart-axis { font-size: 11px; fill: var(--ink-3); overflow: visible; font-variant-numeric: tabular-nums; }
.chart-axis-x { grid-column: 2; }
.chart-canvas { overflow: visible; }
.chart-mark { outline: none; }
.chart-readout { opacity: 0; pointer-events: none; }
.chart-mark:hover .chart-readout, .chart-mark:focus-visible .chart-readout { opacity: 1; }
.chart-readout text { font-size: 12px; font-weight: 500; fill: var(--ink); stroke: var(--surface); stroke-width: 5px; stroke-linejoin: round; paint-order: stroke; font-variant-numeric: tabular-nums; }
.chart-table { margin-top: 8px; font-size: 12px; }
.chart-table summary { display: inline-block; color: var(--ink-3); border-radius: 4px; cursor: default; list-style: none; text-decoration: underline; text-decoration-color: var(--line-strong); text-underline-offset: 3px; }
.chart-table summary::-webkit-details-marker { display: none; }
.chart-table summary:hover { color: var(--ink); }
.chart-table table { margin-top: 6px; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.chart-table th, .chart-table td { padding: 2px 16px 2px 0; border-bottom: 1px solid var(--line); text-align: right; font-weight: 400; white-space: nowrap; }
.chart-table th:first-child { text-align: left; }
.chart-table thead th { color: var(--ink-3); }
.chart-table[open] { overflow-x: auto; }
@container (width < 30rem) {
  .chart-row { grid-template-columns: 1fr max-content; }
  .chart-row .chart-bar { grid-column: 1 / -1; grid-row: 2; }
  .chart-step { padding-left: 2px; }
  .chart-wide { display: none; }
}
@media print { .chart-table summary { display: none; } .chart { break-inside: avoid; } }
`
