import { Button } from './button.tsx'
import { formatCount } from './format.ts'

/** Foot of a list that is fetched piece by piece. */
export function LoadMore({
  shown,
  total,
  hasMore,
  busy,
  onLoadMore,
}: {
  shown: number
  total?: number
  hasMore: boolean
  busy?: boolean
  onLoadMore: () => void
}) {
  return (
    <div className="no-print mt-3 flex items-center justify-center gap-3 text-xs text-ink-3">
      <span className="num">
        {formatCount(shown)} {total === undefined ? 'shown' : `of ${formatCount(total)}`}
      </span>
      {hasMore && (
        <Button size="sm" busy={busy ?? false} onClick={onLoadMore}>
          Show more
        </Button>
      )}
    </div>
  )
}
