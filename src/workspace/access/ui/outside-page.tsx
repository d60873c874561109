import { type ReactNode, useEffect, useSyncExternalStore } from 'react'

/** A page for people who are not signed in: one small card, one thing to do. */
export function OutsidePage({
  title,
  description,
  children,
}: {
  title: string
  description?: ReactNode
  children: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Accord`
  }, [title])
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 py-10 sm:py-[12vh]">
      <div className="w-full max-w-[25rem]">
        <p className="mb-6 flex items-center justify-center gap-2 font-semibold">
          <svg width="22" height="22" viewBox="0 0 20 20" aria-hidden="true">
            <rect width="20" height="20" rx="5" fill="var(--accent-fill)" />
            <circle cx="8" cy="10" r="4" fill="none" stroke="var(--on-accent)" strokeWidth="1.7" />
            <circle cx="12" cy="10" r="4" fill="none" stroke="var(--on-accent)" strokeWidth="1.7" />
          </svg>
          Accord
        </p>
        <div className="rounded-xl border bg-surface px-5 py-6 sm:px-7">
          <h1 className="text-lg font-semibold">{title}</h1>
          {description && <p className="mt-1 text-pretty text-ink-2">{description}</p>}
          <div className="mt-5">{children}</div>
        </div>
      </div>
    </main>
  )
}

function onHashChange(changed: () => void): () => void {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

/**
 * The secret of a link stands behind `#`, so that it reaches neither the server's log nor another site. A link that is put into the address of
 * a page already open counts, too.
 */
export function useTokenInAddress(): string {
  return useSyncExternalStore(onHashChange, () => decodeURIComponent(window.location.hash.slice(1)))
}

/** An address inside the app to go to after signing in; anything else becomes the start page. */
export function safeNext(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/'
}
