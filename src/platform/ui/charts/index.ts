/** Charts: pure components, the same in the browser and in a printed report (`react-dom/server`). */
export { type Bar, Bars, StackedBar, type StackSeries } from './bars.tsx'
export { type Bin, Histogram, type RangeItem, Ranges } from './distribution.tsx'
export { conversionText, Funnel, type FunnelProps, type FunnelStep } from './funnel.tsx'
export { chartCss } from './styles.ts'
export { type ChartTone, toneOfTeam } from './tone.ts'
export { Sparkline, Trend, type TrendProps, type TrendSeries } from './trend.tsx'
