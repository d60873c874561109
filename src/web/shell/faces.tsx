import { ChevronsUpDown, FlaskConical } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Avatar, cx } from '#platform/ui/index.ts'
import { useSession } from '#workspace/access/ui/index.ts'
import { Mark } from './brand.tsx'

const row =
  'flex w-full min-w-0 items-center gap-2 rounded-md px-2 py-1.5 text-left hover:bg-hover data-popup-open:bg-hover touch:h-11'

/** Button with the workspace in view; sample data is marked wherever its name stands. Stands still until its menu is there. */
export function WorkspaceFace({ className, ...rest }: ComponentProps<'button'>) {
  const { workspace } = useSession()
  return (
    <button type="button" className={cx(row, className)} {...rest}>
      <Mark />
      <span className="min-w-0 flex-1 truncate font-semibold">{workspace?.name ?? 'Accord'}</span>
      {workspace?.kind === 'sample' && (
        <>
          <FlaskConical aria-hidden className="size-3.5 shrink-0 text-warn" />
          <span className="sr-only">Sample data</span>
        </>
      )}
      <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      <span className="sr-only">Switch workspace</span>
    </button>
  )
}

/** Button with the signed-in person. */
export function UserFace({ className, ...rest }: ComponentProps<'button'>) {
  const { user } = useSession()
  return (
    <button type="button" className={cx(row, className)} {...rest}>
      <Avatar name={user.name} size={20} />
      <span className="min-w-0 flex-1 truncate">{user.name}</span>
      <span className="sr-only">Your menu</span>
    </button>
  )
}
