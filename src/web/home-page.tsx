import { lazy, Suspense } from 'react'
import { DashboardPage } from '#reports/kpi/ui/index.ts'

const FirstRun = lazy(() => import('#app/demo/ui/first-run.tsx').then((file) => ({ default: file.FirstRun })))

/** Where one begins: the dashboard, or the ways to the first records while there are none. */
export default function HomePage() {
  return (
    <DashboardPage
      whenEmpty={
        <Suspense>
          <FirstRun />
        </Suspense>
      }
    />
  )
}
