import { describe, expect, it } from 'vitest'
import { channelOf, namedChannel } from './channel.ts'
import { directionOf, sideOf, touchKindOf } from './kind.ts'

describe('the channel of a visit', () => {
  it('follows the ordered rules, whatever the case', () => {
    const cases: [Parameters<typeof channelOf>[0], string | undefined][] = [
      [{ source: '(direct)', medium: '(none)' }, 'Direct'],
      [{ source: 'any', medium: 'any', campaign: 'Cross-Network' }, 'Cross-network'],
      [{ source: 'any', medium: 'cpc', campaign: 'Spring shop' }, 'Paid shopping'],
      [{ source: 'Google', medium: 'CPC' }, 'Paid search'],
      [{ source: 'google', medium: 'cpm' }, 'Paid search'],
      [{ source: 'linkedin', medium: 'paid-social' }, 'Paid social'],
      [{ source: 'youtube.com', medium: 'ppc' }, 'Paid video'],
      [{ source: 'any', medium: 'banner' }, 'Display'],
      [{ source: 'any', medium: 'ppc' }, 'Paid other'],
      [{ source: 'facebook', medium: 'email' }, 'Organic social'],
      [{ source: 'bing' }, 'Organic search'],
      [{ source: 'chatgpt.com' }, 'AI assistants'],
      [{ source: 'partner', medium: 'referral' }, 'Referral'],
      [{ source: 'newsletter', medium: 'e-mail' }, 'Email'],
      [{ source: 'any', medium: 'affiliate' }, 'Affiliates'],
      [{ source: 'any', medium: 'any' }, 'Unassigned'],
      [{ referrer: 'https://www.google.co.uk/search?q=x' }, 'Organic search'],
      [{ referrer: 'https://news.example.org/a' }, 'Referral'],
      [{}, undefined],
    ]
    for (const [origin, channel] of cases) expect(channelOf(origin)).toBe(channel)
  })

  it('looks at the campaign before the page that somebody came from', () => {
    const referrer = 'https://www.google.com/'
    expect(channelOf({ campaign: 'cross-network', referrer })).toBe('Cross-network')
    expect(channelOf({ campaign: 'summer-shopping', referrer })).toBe('Organic shopping')
    expect(channelOf({ campaign: 'summer', referrer })).toBe('Organic search')
    expect(channelOf({ campaign: 'summer' })).toBe('Unassigned')
  })

  it.each([
    [
      'Organic search',
      'www.google.com google.co.uk search.brave.com de.search.yahoo.com html.duckduckgo.com m.baidu.com',
    ],
    [
      'Organic social',
      'l.facebook.com de.linkedin.com lnkd.in t.co x.com old.reddit.com fr.pinterest.com xing.com',
    ],
    ['Organic video', 'm.youtube.com youtu.be player.vimeo.com'],
    ['Organic shopping', 'www.amazon.de amazon.co.uk shopping.google.com checkout.stripe.com'],
    ['AI assistants', 'gemini.google.com copilot.microsoft.com chatgpt.com www.perplexity.ai'],
    // a known word somewhere in a host is not that site
    [
      'Referral',
      'mail.google.com docs.google.com meet.google.com aws.amazon.com calendar.yahoo.com outlook.live.com',
    ],
    [
      'Referral',
      'ask.partner.test line.partner.test target.partner.test medium.partner.test google.evil.test',
    ],
    ['Referral', 'google.com.evil.test line.de so.net constructor.com'],
  ])('takes as %s who came from %s', (channel, hosts) => {
    for (const host of hosts.split(' '))
      expect([host, channelOf({ referrer: `https://${host}/` })]).toEqual([host, channel])
  })

  it('takes a shop for a shop only as a word', () => {
    expect(channelOf({ source: 'any', medium: 'any', campaign: 'workshop series' })).toBe('Unassigned')
    expect(channelOf({ source: 'any', medium: 'any', campaign: 'eshop' })).toBe('Organic shopping')
  })

  it('knows the names other systems use', () => {
    expect(
      ['PAID_SEARCH', 'Organic Search', 'Email Marketing', 'Trade Show', 'Something else'].map(namedChannel),
    ).toEqual(['Paid search', 'Organic search', 'Email', 'Event', undefined])
  })
})

describe('the kind of a touch', () => {
  it('is told from what the source says', () => {
    expect(touchKindOf({ said: 'page_view' })).toBe('page_view')
    expect(touchKindOf({ said: 'Request a demo' })).toBe('demo_request')
    expect(touchKindOf({ said: 'CALL', status: 'Connected' })).toBe('call_connected')
    expect(touchKindOf({ said: 'CALL', status: 'Not connected' })).toBe('call')
    expect(touchKindOf({ status: 'Attended', campaign: 'Spring webinar' })).toBe('webinar_attended')
    expect(touchKindOf({ file: 'meetings.csv' })).toBe('meeting')
    expect(touchKindOf({ said: 'Rain dance' })).toBe('other')
  })

  it('decides whose activity it is and who began it', () => {
    expect(sideOf('call', undefined, false)).toBe('sales')
    expect(sideOf('email_sent', undefined, true)).toBe('sales')
    expect(sideOf('email_sent', undefined, false)).toBe('marketing')
    expect(sideOf('meeting', 'Marketing', true)).toBe('marketing')
    expect(directionOf('call', undefined, undefined)).toBe('outbound')
    expect(directionOf('call', 'INBOUND', undefined)).toBe('inbound')
    expect(directionOf('form_submit', undefined, undefined)).toBe('inbound')
  })
})
