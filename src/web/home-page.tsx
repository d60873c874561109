import { FirstRun } from '#app/demo/ui/index.ts'
import { Page } from '#platform/ui/index.ts'

/** The start of a workspace without records. */
export default function HomePage() {
  return (
    <Page>
      <FirstRun />
    </Page>
  )
}
