import { z } from 'zod'
import { useSearchState } from '#platform/ui/index.ts'
import { AreaPage } from './area-page.tsx'
import { Breaches } from './breaches.tsx'
import { Loads } from './loads.tsx'
import { Redistribute } from './redistribute.tsx'
import { useLiveHandOffs } from './use-live.ts'

const Search = z.object({ seller: z.string().default('') })

/** The manager's view: who has how much, who is away, what is late, and moving many at once. */
export default function TeamPage() {
  const [{ seller }, setSearch] = useSearchState(Search)
  useLiveHandOffs()
  return (
    <AreaPage
      here="/handoffs/team"
      title="Team"
      description="Work at hand per seller. Lateness is shown to the seller and their manager only."
    >
      <div className="flex flex-col gap-8">
        <Loads chosen={seller} onChoose={(id) => setSearch({ seller: id === seller ? '' : id })} />
        <Redistribute sellerId={seller} onClear={() => setSearch({ seller: '' })} />
        <Breaches />
      </div>
    </AreaPage>
  )
}
