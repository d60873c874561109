import { Outlet, useRouterState } from '@tanstack/react-router'
import { Keyboard, Moon, Sun } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { AgreementLexicon } from '#agreement/lexicon/ui/index.ts'
import { SampleNotice } from '#app/demo/ui/index.ts'
import { ButtonLink, EmptyState, ErrorState, faultOf, useGo, useOperation } from '#platform/ui/index.ts'
import { readSession } from '#workspace/access/contract.ts'
import { type Session, SessionProvider } from '#workspace/access/ui/index.ts'
import { Live } from '#workspace/notifications/ui/index.ts'
import { AREAS, type Place } from '../navigation.ts'
import { PAGES } from '../pages.ts'
import { BottomBar } from './bottom-bar.tsx'
import { PageSkeleton } from './page-skeleton.tsx'
import { useShortcuts } from './shortcuts.ts'
import { Sidebar } from './sidebar.tsx'
import { chooseTheme } from './theme.ts'
import { useOffline } from './use-offline.ts'

const Palette = lazy(() => import('./palette.tsx'))
const ShortcutHelp = lazy(() => import('./shortcut-help.tsx'))

/** After a navigation the focus goes to the name of the new page, so that the keyboard and the screen reader start there. */
function useFocusOnNavigation() {
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === undefined || before.current === pathname) {
      before.current = pathname
      return
    }
    before.current = pathname
    const target = document.querySelector<HTMLElement>('[data-page-title]') ?? document.getElementById('main')
    target?.focus({ preventScroll: true })
  }, [pathname])
}

/** Navigation around every page; asks first who is signed in. */
export function Shell() {
  const session = useOperation(readSession, {})
  if (session.isPending) return <PageSkeleton />
  if (session.error && faultOf(session.error).code === 'session.required') return <PageSkeleton />
  if (session.error || !session.data) {
    return <ErrorState error={session.error} onRetry={() => void session.refetch()} />
  }
  return (
    <SessionProvider session={session.data}>
      <Frame session={session.data}>
        <Outlet />
      </Frame>
    </SessionProvider>
  )
}

function Frame({ session, children }: { session: Session; children: ReactNode }) {
  const go = useGo()
  const [palette, setPalette] = useState(false)
  const [help, setHelp] = useState(false)
  const offline = useOffline()
  useFocusOnNavigation()
  const isOpen = ({ href, permission }: Place) =>
    href in PAGES.inside && (!permission || session.permissions.includes(permission))
  const areas = AREAS.filter(isOpen)
  useShortcuts({
    openPalette: () => setPalette(true),
    openHelp: () => setHelp(true),
    goTo: (key) => {
      const area = areas.find((one) => one.key === key)
      if (area) go(area.href)
      return area !== undefined
    },
  })
  const navigation = { areas, onPalette: () => setPalette(true), onHelp: () => setHelp(true) }
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="sr-only rounded-md border bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60"
      >
        Skip to the page
      </a>
      <Sidebar {...navigation} />
      <main id="main" tabIndex={-1} className="min-w-0 flex-1 pb-16 outline-none md:pb-0">
        {offline && (
          <p
            role="status"
            className="no-print border-b bg-warn-soft px-4 py-1.5 text-center text-xs text-ink"
          >
            No connection. What you see may be old; changes cannot be saved until it is back.
          </p>
        )}
        {session.workspace && <Live />}
        {session.workspace && <SampleNotice />}
        {session.workspace ? <AgreementLexicon>{children}</AgreementLexicon> : <NoWorkspace />}
      </main>
      <BottomBar {...navigation} />
      {palette && (
        <Suspense>
          <Palette
            open
            onOpenChange={setPalette}
            areas={areas}
            isOpen={isOpen}
            actions={[
              { label: 'Light theme', icon: Sun, run: () => chooseTheme('light') },
              { label: 'Dark theme', icon: Moon, run: () => chooseTheme('dark') },
              { label: 'Keyboard shortcuts', icon: Keyboard, run: () => setHelp(true) },
            ]}
          />
        </Suspense>
      )}
      {help && (
        <Suspense>
          <ShortcutHelp onClose={() => setHelp(false)} areas={areas} />
        </Suspense>
      )}
    </div>
  )
}

function NoWorkspace() {
  return (
    <EmptyState
      title="You are in no workspace"
      action={<ButtonLink href="/settings/security">Your account</ButtonLink>}
    >
      Your access was taken away, or you were never invited. Ask an administrator of your company for an
      invitation link.
    </EmptyState>
  )
}
