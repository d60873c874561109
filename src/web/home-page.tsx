import { FirstRun } from '#app/demo/ui/index.ts'
import { DashboardPage } from '#reports/kpi/ui/index.ts'

/** Where one begins: the dashboard, or the ways to the first records while there are none. */
export default function HomePage() {
  return <DashboardPage whenEmpty={<FirstRun />} />
}
