import type { Instant } from '#platform/kernel/instant.ts'

/** Where an address belongs, as far as it tells machines from people. */
export type Network = 'apple_mail' | 'mail_scanner' | 'data_centre'

/** What is known of the request behind a hit. */
export interface HitFacts {
  method?: string | undefined
  userAgent?: string | null | undefined
  /** its user agent is in the list of crawlers */
  isListedBot?: boolean | undefined
  /** headers `purpose`, `sec-purpose`, `x-purpose`, `x-moz` joined */
  purpose?: string | null | undefined
  network?: Network | null | undefined
  /** an opened mail, or a click in one */
  mail?: 'open' | 'click' | undefined
  /** clicks in the same mail by the same person, this one among them */
  clicks?: readonly { link: string; at: Instant }[] | undefined
  /** how many links that mail has, where known */
  links?: number | undefined
}

const SCANNERS =
  /proofpoint|mimecast|barracuda|safelinks|microsoft office protection|urldefense|symantec|messagelabs|trendmicro|trend micro|forcepoint|fireeye|trellix|ironport|sophos|zscaler|checkpoint|avanan|cloudmark|area1|virustotal|urlscan|phishtank|headlesschrome|phantomjs|puppeteer|playwright|selenium/i
const MAIL_PROXIES =
  /googleimageproxy|yahoomailproxy|yahoocachesystem|outlook-android-proxy|duckduckgo-email/i
const TEN_SECONDS = 10_000
/** Nobody opens three different links of one mail within ten seconds. */
const TOO_MANY_LINKS = 3

/**
 * Why a hit is taken for a machine's; `null` for a person's. Each sign stands alone: none hides another.
 *
 * @example machineSigns({ method: 'HEAD' }) // 'Asked for the headers only (HEAD)'
 */
export function machineSigns(hit: HitFacts): string | null {
  return SIGNS.find(([, holds]) => holds(hit))?.[0] ?? null
}

const SIGNS: readonly (readonly [why: string, holds: (hit: HitFacts) => boolean])[] = [
  ['Asked for the headers only (HEAD)', ({ method }) => method?.toUpperCase() === 'HEAD'],
  ['Fetched ahead of time', ({ purpose }) => /prefetch|prerender|preview/i.test(purpose ?? '')],
  ['A security scanner', ({ userAgent }) => SCANNERS.test(userAgent ?? '')],
  [
    'A mail service loading pictures',
    ({ userAgent, mail }) => mail === 'open' && MAIL_PROXIES.test(userAgent ?? ''),
  ],
  [
    'Apple Mail Privacy Protection',
    ({ userAgent, network, mail }) =>
      mail === 'open' && (network === 'apple_mail' || userAgent?.trim() === 'Mozilla/5.0'),
  ],
  ['A crawler', ({ isListedBot }) => isListedBot === true],
  ['A mail scanner’s network', ({ network, mail }) => network === 'mail_scanner' && mail !== undefined],
  ['A data centre opening a mail', ({ network, mail }) => network === 'data_centre' && mail !== undefined],
  ['Every link of a mail within ten seconds', ({ clicks, links }) => clickedThemAll(clicks ?? [], links)],
]

function clickedThemAll(
  clicks: readonly { link: string; at: Instant }[],
  links: number | undefined,
): boolean {
  const enough = links !== undefined && links >= 2 ? Math.min(links, TOO_MANY_LINKS) : TOO_MANY_LINKS
  return clicks.some(({ at }) => {
    const near = clicks.filter((other) => other.at >= at && other.at - at <= TEN_SECONDS)
    return new Set(near.map(({ link }) => link)).size >= enough
  })
}
