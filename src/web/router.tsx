import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { parseSearch, stringifySearch } from '#platform/ui/index.ts'
import { PAGES } from './pages.ts'
import { NotFound, PageFailure } from './shell/failures.tsx'
import { PageSkeleton } from './shell/page-skeleton.tsx'
import { Shell } from './shell/shell.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: PageFailure })

/** Everything that needs a signed-in member. */
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })

const inside = Object.entries(PAGES.inside).map(([path, load]) =>
  createRoute({ getParentRoute: () => shell, path, component: lazyRouteComponent(load) }),
)
const outside = Object.entries(PAGES.outside).map(([path, load]) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) }),
)
const unknown = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound })

/**
 * The addresses of the app. Query strings are plain text here; each page reads its own with a zod schema (`useSearchState`),
 * so that a hand-written or outdated address never breaks a page.
 */
export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([shell.addChildren([...inside, unknown]), ...outside]),
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingComponent: PageSkeleton,
    defaultPendingMs: 150,
    defaultErrorComponent: PageFailure,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  })
}
