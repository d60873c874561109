/** Kinds of site that channel rules tell apart, by the name in their host (`google` for google.com and google.co.uk). */
const SITES = {
  search:
    'google bing yahoo duckduckgo baidu yandex ecosia ask aol naver daum seznam startpage qwant sogou so 360 dogpile lycos webcrawler msn onet virgilio wp rambler excite infospace alice biglobe incredimail kvasir terra zapmeta brave kagi mojeek swisscows metager search-results centrum globo najdi eniro avg comcast cnn babylon conduit tut ukr virgilio.it',
  social:
    'facebook fb instagram linkedin lnkd twitter t.co x.com pinterest reddit tiktok snapchat tumblr quora threads mastodon bsky bluesky xing vk ok.ru weibo wechat whatsapp telegram discord slack medium stackoverflow stackexchange meetup yelp flickr foursquare livejournal ning myspace hootsuite buffer disqus digg delicious blogger blogspot wordpress typepad tripadvisor viadeo glassdoor line kakao messenger nextdoor clubhouse producthunt ycombinator dribbble behance deviantart goodreads gitter 43things plurk taringa hi5 badoo',
  video:
    'youtube youtu.be vimeo twitch dailymotion netflix hulu wistia vidyard disneyplus tiktoklive bilibili iqiyi youku crackle ted veoh metacafe rumble brightcove',
  shopping:
    'amazon ebay etsy alibaba aliexpress walmart shopify shopzilla mercadolibre mercadolivre rakuten wayfair zalando target bestbuy overstock flipkart taobao tmall shopping google-shopping googleshopping idealo pricegrabber nextag bizrate igshopping',
  assistant: 'chatgpt openai perplexity claude gemini copilot deepseek mistral grok you.com phind meta.ai',
} as const

export type SiteKind = keyof typeof SITES

const KIND_OF = new Map<string, SiteKind>()
for (const [kind, names] of Object.entries(SITES))
  for (const name of names.split(' ')) KIND_OF.set(name, kind as SiteKind)

/** Hosts whose first label would be misread. */
const EXACT: Record<string, SiteKind> = {
  'gemini.google.com': 'assistant',
  'copilot.microsoft.com': 'assistant',
  'google shopping': 'shopping',
  'shopping.google.com': 'shopping',
  'plus.google.com': 'social',
  'groups.google.com': 'social',
  'bard.google.com': 'assistant',
  'news.ycombinator.com': 'social',
}

/**
 * The kind of site that a source or referring host names, `undefined` for any other.
 *
 * @param source UTM source (`google`) or host (`www.google.co.uk`), any case
 * @example siteKind('l.facebook.com') // 'social'
 */
export function siteKind(source: string): SiteKind | undefined {
  const host = source
    .toLowerCase()
    .trim()
    .replace(/^www\./, '')
  const known = (Object.hasOwn(EXACT, host) ? EXACT[host] : undefined) ?? KIND_OF.get(host)
  if (known) return known
  if (!host.includes('.')) return undefined
  const labels = host.split('.')
  for (let from = 0; from < labels.length - 1; from++) {
    const kind = KIND_OF.get(labels.slice(from).join('.')) ?? KIND_OF.get(labels[from]!)
    if (kind) return kind
  }
  return undefined
}
