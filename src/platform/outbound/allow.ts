/** Hosts with ports that may be reached although they are private, as `host:port`. */
export type AllowList = ReadonlySet<string>

/**
 * Reads OUTBOUND_ALLOW.
 *
 * @throws {Error} naming the part that is no `host:port`
 * @example [...readAllowList('127.0.0.1:9000, [::1]:80')] // ['127.0.0.1:9000', '[::1]:80']
 */
export function readAllowList(text: string): AllowList {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  return new Set(parts.map(oneAllowed))
}

function oneAllowed(part: string): string {
  const port = /^[^/?#@\\\s]+:(\d{1,5})$/.exec(part)?.[1]
  const url = port && URL.canParse(`http://${part}`) ? new URL(`http://${part}`) : null
  if (!url || Number(port) < 1) throw new Error(`"${part}" is no host:port`)
  return endpointOf(url)
}

/** Host and port of an address, the port spelled out: `example.com:443`. */
export function endpointOf(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
}

/** The same for an address that a name was resolved to. */
export function resolvedEndpoint(address: string, url: URL): string {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
