import { z } from 'zod'
import { DateRange, rangePresets } from '#platform/ui/index.ts'
import { useWorkspace } from '#workspace/access/ui/index.ts'

/** Period of the offers in the address; empty means the last 90 days. */
export const PeriodSearch = z.object({
  from: z.iso.date().or(z.literal('')).default(''),
  to: z.iso.date().or(z.literal('')).default(''),
})
export type PeriodSearch = z.output<typeof PeriodSearch>

const LAST_90 = 'Last 90 days'

/** The question to the server. */
export const periodOf = ({ from, to }: PeriodSearch) => ({ ...(from && { from }), ...(to && { to }) })

/** Days between which the leads were offered, in the zone of the workspace. */
export function Period({ search, change }: { search: PeriodSearch; change: (part: PeriodSearch) => void }) {
  const { timeZone } = useWorkspace()
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(Date.now())
  const presets = rangePresets(today)
  const usual = presets.find(({ label }) => label === LAST_90)!.range
  return (
    <DateRange
      label="Offered between"
      value={{ from: search.from || usual.from, to: search.to || usual.to }}
      presets={presets}
      onChange={(range) =>
        change(range.from === usual.from && range.to === usual.to ? { from: '', to: '' } : range)
      }
    />
  )
}
