import { FilePlus2 } from 'lucide-react'
import {
  Badge,
  ButtonLink,
  EmptyState,
  ErrorState,
  Link,
  Loading,
  LoadMore,
  Page,
  PageHeader,
  RelativeTime,
  useList,
  useOperation,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { compareAgreements, listAgreementVersions } from '../contract.ts'
import { Changes } from './changes.tsx'
import { type Version, versionPeriod } from './version-words.ts'

export default function VersionsPage() {
  const versions = useList(listAgreementVersions, { limit: 20 })
  const mayChange = useMay('agreement.change')
  return (
    <Page width="narrow">
      <PageHeader
        title="Versions of the agreement"
        description="Hand-offs that are running keep the version they began under."
        crumbs={[{ label: 'Agreement', href: '/agreement' }, { label: 'Versions' }]}
        actions={
          mayChange && (
            <ButtonLink icon={FilePlus2} href="/agreement/change">
              Propose a change
            </ButtonLink>
          )
        }
      />
      {versions.isPending && <Loading />}
      {versions.error !== null && <ErrorState error={versions.error} onRetry={versions.retry} />}
      {!versions.isPending && versions.items.length === 0 && !versions.error && (
        <EmptyState title="No version yet" />
      )}
      <ol className="flex flex-col">
        {versions.items.map((version) => (
          <VersionEntry key={version.number} version={version} />
        ))}
      </ol>
      {versions.hasMore && (
        <LoadMore
          shown={versions.items.length}
          hasMore
          busy={versions.loadingMore}
          onLoadMore={versions.loadMore}
        />
      )}
    </Page>
  )
}

function VersionEntry({ version }: { version: Version }) {
  return (
    <li className="border-t py-5 wrap-anywhere first:border-t-0 first:pt-0">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="text-base font-semibold">
          <Link quiet href={`/agreement?version=${version.number}`}>
            Version {version.number}
          </Link>
        </h2>
        {version.inForce && <Badge tone="good">In force</Badge>}
        <span className="text-ink-2">{versionPeriod(version)}</span>
        <span className="ml-auto text-xs text-ink-3">
          {version.createdByName}, <RelativeTime at={version.createdAt} />
        </span>
      </div>
      {version.note && <p className="mt-1 max-w-prose">{version.note}</p>}
      {version.number > 1 ? (
        <ChangesSince version={version.number} />
      ) : (
        <p className="mt-1 text-ink-3">The agreement this workspace began under.</p>
      )}
    </li>
  )
}

function ChangesSince({ version }: { version: number }) {
  const { data, error, isPending } = useOperation(compareAgreements, { from: version - 1, to: version })
  if (isPending) return <Loading lines={2} />
  if (error) return <ErrorState error={error} compact />
  return (
    <div className="mt-2">
      <Changes changes={data.changes} none="Nothing else has changed since the version before." />
    </div>
  )
}
