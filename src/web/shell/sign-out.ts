import type { AnyRouter } from '@tanstack/react-router'

const OUTSIDE = /^\/(setup|sign-in|invitation|reset-password|dev)(\/|$)/

/** Goes to the sign-in page and remembers where to come back to. */
export function toSignIn(router: AnyRouter): void {
  const { pathname, href } = router.state.location
  if (OUTSIDE.test(pathname)) return
  const next = href === '/' ? '' : `?next=${encodeURIComponent(href)}`
  void router.navigate({ href: `/sign-in${next}`, replace: true })
}
