import { useParams, useRouter } from '@tanstack/react-router'
import type { ComponentProps, MouseEvent } from 'react'
import { cx } from './cx.ts'
import { mailtoOf } from './mailto.ts'

/** Goes to an address of the app without loading the page anew; the address may carry a query. */
export function useGo(): (href: string, options?: { replace?: boolean }) => void {
  const router = useRouter({ warn: false })
  return (href, options) => {
    if (router) void router.navigate({ href, replace: options?.replace ?? false })
    else window.location.assign(href)
  }
}

/** A value from the address of the page, such as `personId` of `/leads/:personId`; empty when the page has no such part. */
export function usePathParam(name: string): string {
  const params: Record<string, unknown> = useParams({ strict: false })
  const value = params[name]
  return typeof value === 'string' ? value : ''
}

/** The browser keeps clicks that ask for a new tab or a download. */
function isPlainClick(event: MouseEvent<HTMLAnchorElement>): boolean {
  const { target, href } = event.currentTarget
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
  if (event.defaultPrevented || event.button !== 0 || modified) return false
  if (event.currentTarget.hasAttribute('download') || (target && target !== '_self')) return false
  return new URL(href, window.location.href).origin === window.location.origin
}

export interface AnchorProps extends ComponentProps<'a'> {
  href: string
}

/** An anchor without any look, for cards and rows that are links as a whole. */
export function Anchor({ href, onClick, ...rest }: AnchorProps) {
  const router = useRouter({ warn: false })
  return (
    <a
      href={href}
      onClick={(event) => {
        onClick?.(event)
        if (!router || !isPlainClick(event) || href.startsWith('/api/') || href.startsWith('#')) return
        event.preventDefault()
        void router.navigate({ href })
      }}
      {...rest}
    />
  )
}

/** A link in text. `quiet` takes the colour of its surroundings until hovered. */
export function Link({ quiet = false, className, ...rest }: AnchorProps & { quiet?: boolean }) {
  return (
    <Anchor
      className={cx(
        'rounded-sm underline-offset-2 hover:underline',
        quiet ? 'text-ink' : 'text-accent underline decoration-accent/35 hover:decoration-accent',
        className,
      )}
      {...rest}
    />
  )
}

/** An e-mail address that opens the mail program; plain text where it is no single address. */
export function MailLink({ address }: { address: string }) {
  const href = mailtoOf(address)
  return href === null ? address : <Link href={href}>{address}</Link>
}
