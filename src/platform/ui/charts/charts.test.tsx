import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Bars, Funnel, Histogram, Ranges, Sparkline, StackedBar, Trend } from './index.ts'

const charts = {
  funnel: (
    <Funnel
      title="Funnel"
      steps={[
        { key: 'a', label: 'Inquiry', count: 200, team: 'marketing' },
        { key: 'b', label: 'MQL', count: 50, team: 'marketing', conversion: 0.25, cases: 200 },
        { key: 'c', label: 'SAL', count: 0, team: 'sales', conversion: null },
      ]}
    />
  ),
  trend: (
    <Trend title="Trend" labels={['Jan', 'Feb']} series={[{ key: 'x', label: 'MQL', values: [null, 3] }]} />
  ),
  bars: <Bars title="Bars" items={[{ key: 'a', label: 'One', value: null }]} />,
  stacked: (
    <StackedBar
      title="Parts"
      series={[{ key: 's', label: 'Part' }]}
      rows={[{ key: 'r', label: 'Row', values: [0] }]}
    />
  ),
  histogram: <Histogram title="Spread" bins={[{ label: '0-7', count: 0 }]} />,
  ranges: <Ranges title="Ranges" items={[{ key: 'r', label: 'R', low: 0, high: 0, value: null }]} />,
  spark: <Sparkline label="No change" values={[]} />,
}

test.each(Object.keys(charts) as (keyof typeof charts)[])(
  '%s draws on the server without inline styles or impossible numbers',
  (name) => {
    const markup = renderToStaticMarkup(charts[name])
    expect(markup).not.toMatch(/style=|NaN|Infinity|undefined/)
  },
)

test('bars of a funnel are in proportion to their counts', () => {
  const markup = renderToStaticMarkup(charts.funnel)
  const widths = [
    ...markup.matchAll(/<rect width="([\d.]+%)" height="22" rx="3" fill="var\(--(?:marketing|sales)/g),
  ].map((match) => match[1])
  expect(widths).toEqual(['100%', '25%', '0%'])
})

test('a conversion on few cases carries its interval; one that cannot be known is a dash', () => {
  const markup = renderToStaticMarkup(
    <Funnel
      title="Funnel"
      steps={[
        { key: 'a', label: 'A', count: 28 },
        {
          key: 'b',
          label: 'B',
          count: 18,
          conversion: 18 / 28,
          cases: 28,
          interval: { low: 0.458, high: 0.793 },
        },
        { key: 'c', label: 'C', count: 0, conversion: null },
      ]}
    />,
  )
  expect(markup).toContain('64.3% (46% to 79%, 28 cases)')
  expect(markup).toContain('–')
})

test('each chart carries the same data as a table', () => {
  for (const name of ['funnel', 'trend', 'bars', 'stacked', 'histogram', 'ranges'] as const) {
    expect(renderToStaticMarkup(charts[name])).toMatch(/<details.*<table>.*<th scope="row">/)
  }
})
