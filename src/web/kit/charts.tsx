import {
  Bars,
  Funnel,
  formatMoney,
  formatShare,
  Histogram,
  Ranges,
  StackedBar,
  Term,
  Trend,
} from '#platform/ui/index.ts'
import { Specimen } from './specimen.tsx'

const FUNNEL = [
  { key: 'inquiry', label: 'Inquiry', count: 5204, team: 'marketing' },
  {
    key: 'mql',
    label: 'MQL',
    count: 1780,
    team: 'marketing',
    conversion: 0.342,
    cases: 5204,
    detail: 'median 3 d',
  },
  {
    key: 'sal',
    label: 'SAL',
    count: 1190,
    team: 'sales',
    conversion: 0.6685,
    cases: 1780,
    detail: 'median 6 h',
  },
  {
    key: 'sql',
    label: 'SQL',
    count: 610,
    team: 'sales',
    conversion: 0.5126,
    cases: 1190,
    detail: 'median 9 d',
  },
  {
    key: 'opportunity',
    label: 'Opportunity',
    count: 402,
    team: 'sales',
    conversion: 0.659,
    cases: 610,
    detail: 'median 12 d',
    immature: true,
  },
  {
    key: 'customer',
    label: 'Customer',
    count: 18,
    team: 'success',
    conversion: 0.6429,
    cases: 28,
    interval: { low: 0.458, high: 0.793 },
    immature: true,
  },
]
const MONTHS = ['Dec', 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov'].map(
  (name, index) => `${name} ${index === 0 ? 2025 : 2026}`,
)
const percentOf = (value: number | null) => formatShare(value)
const euros = (value: number | null) => formatMoney(value, 'EUR', { short: true })

export function Charts() {
  return (
    <>
      <Specimen title="Funnel" wide>
        <Funnel
          title="People who entered in the third quarter"
          description="Cohort, followed for 90 days"
          unit="People"
          steps={FUNNEL}
          renderLabel={(step) => <Term k={step.key}>{step.label}</Term>}
        />
      </Specimen>
      <Specimen title="Trend">
        <Trend
          title="New MQLs a month"
          labels={MONTHS}
          openFrom={11}
          series={[
            {
              key: 'marketing',
              label: 'Sent by marketing',
              tone: 'marketing',
              values: [112, 130, 128, 160, 171, 150, 149, 122, 110, 168, 190, 120],
            },
            {
              key: 'sales',
              label: 'Accepted by sales',
              tone: 'sales',
              values: [80, 88, 90, 101, 99, 104, 98, 70, 71, 110, 126, 70],
            },
          ]}
        />
        <Trend
          title="Win rate"
          filled
          labels={MONTHS}
          series={[
            {
              key: 'rate',
              label: 'Win rate',
              values: [0.6, 0.61, null, 0.64, 0.62, 0.63, 0.66, 0.65, 0.63, 0.62, 0.64, 0.63],
            },
          ]}
          format={percentOf}
          formatAxis={(value) => formatShare(value, 0)}
          height={140}
        />
      </Specimen>
      <Specimen title="Bars and parts">
        <Bars
          title="Cost per qualified opportunity"
          unit="EUR"
          format={euros}
          items={[
            { key: 'a', label: 'Search brand', value: 41_200 },
            { key: 'b', label: 'Benchmark report', value: 88_000 },
            { key: 'c', label: 'Autumn webinar', value: 312_000, tone: 'bad' },
            { key: 'd', label: 'Partner roadshow', value: 120_400, thin: true },
          ]}
        />
        <StackedBar
          title="What became of hand-offs"
          series={[
            { key: 'accepted', label: 'Accepted', tone: 'sales' },
            { key: 'rejected', label: 'Rejected', tone: 'marketing' },
            { key: 'expired', label: 'Expired', tone: 'neutral' },
          ]}
          rows={[
            { key: 'eu', label: 'Europe', values: [120, 48, 61] },
            { key: 'us', label: 'North America', values: [210, 40, 8] },
          ]}
        />
      </Specimen>
      <Specimen title="Distribution">
        <Histogram
          title="Days from SQL to decision"
          medianAt={2.4}
          bins={['0-7', '8-14', '15-30', '31-60', '61-90', '91-180', 'over 180'].map((label, index) => ({
            label,
            count: [31, 66, 140, 122, 61, 30, 9][index]!,
          }))}
        />
      </Specimen>
      <Specimen title="Ranges">
        <Ranges
          title="Share of won revenue credited to each channel, over all models"
          from={0}
          to={0.5}
          format={percentOf}
          items={[
            { key: 'paid', label: 'Paid search', low: 0.18, high: 0.34, value: 0.22 },
            { key: 'event', label: 'Events', low: 0.05, high: 0.41, value: 0.29, tone: 'marketing' },
            { key: 'outbound', label: 'Outbound', low: 0.11, high: 0.16, value: 0.12, tone: 'sales' },
          ]}
        />
      </Specimen>
    </>
  )
}
