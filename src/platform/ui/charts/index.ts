/** Charts: pure components, the same in the browser and in a printed report (`react-dom/server`). */
export { Bars, StackedBar } from './bars.tsx'
export { Funnel, type FunnelStep } from './funnel.tsx'
export { Histogram } from './histogram.tsx'
export { Ranges } from './ranges.tsx'
export { Sparkline } from './sparkline.tsx'
export { Trend } from './trend.tsx'
