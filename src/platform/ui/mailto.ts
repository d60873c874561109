/**
 * Where a link to the mail program leads for an address; null for what is no single address. Nothing in it can become a header or a
 * second recipient (RFC 6068). For looks: what a mail really goes to is decided by `singleAddress` of platform/mail.
 *
 * @example mailtoOf('kim@acme.example?bcc=all@evil.example') // null
 */
export function mailtoOf(address: string): string | null {
  const [, local, domain] = /^([^\s@<>",;:]{1,64})@([\p{L}\p{N}.-]{1,253})$/u.exec(address) ?? []
  return local && domain ? `mailto:${encodeURIComponent(local)}@${domain}` : null
}
