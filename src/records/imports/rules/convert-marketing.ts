import { channelOf, namedChannel } from '../../touches/rules/channel.ts'
import { directionOf, sideOf, touchKindOf } from '../../touches/rules/kind.ts'
import type { Converted, RowView } from './convert.ts'
import type { TouchRow } from './rows.ts'

/** A row of a list of campaigns, or of what they cost per day. */
export function toCampaign(view: RowView): Converted {
  const key = view.id('campaign.key')
  const name = view.text('campaign.name') ?? key
  if (!name) return view.refuse('The row names no campaign.')
  const startsOn = view.day('campaign.startsOn')
  const cost = view.money('campaign.cost', 'campaign.currency')
  const spentOn = view.day('campaign.spentOn') ?? startsOn
  const channel = view.text('campaign.channel')
  if (cost && cost.amountMinor !== 0 && !spentOn)
    view.wrong('campaign.cost', null, 'A cost needs a day or a start date; it was left out.')
  return view.give({
    kind: 'campaign',
    key,
    system: view.mapping.system,
    name,
    channel: channel && (namedChannel(channel) ?? channel),
    campaignKind: view.text('campaign.kind'),
    startsOn,
    endsOn: view.day('campaign.endsOn'),
    attributes: view.attributes(),
    costs:
      cost && spentOn ? [{ spentOn, kind: view.text('campaign.costKind') ?? 'total', ...cost }] : undefined,
  })
}

/** A row of a list of touches or activities of either team. */
export function toTouch(view: RowView): Converted {
  const person = view.reference('touch.person')
  if (!person) return view.refuse('The row names no person (id or e-mail address), so it belongs to nobody.')
  const when = view.moment('touch.occurredAt')
  if (!when) return view.refuse('The row has no readable date, so it cannot be put on the timeline.')
  const said = view.text('touch.touchKind')
  const status = view.text('touch.status')
  const seller = view.reference('touch.seller')
  const campaign = view.reference('touch.campaign')
  const touchKind = touchKindOf({ said, status, campaign: campaign?.name, file: view.mapping.file })
  const side = sideOf(touchKind, view.text('touch.side'), seller !== undefined)
  const utm = {
    source: view.text('touch.utmSource'),
    medium: view.text('touch.utmMedium'),
    campaign: view.text('touch.utmCampaign'),
    referrer: view.text('touch.referrer'),
  }
  const named = view.text('touch.channel')
  const row: TouchRow = {
    kind: 'touch',
    key: view.id('touch.key'),
    system: view.mapping.system,
    touchKind,
    side,
    direction: directionOf(touchKind, view.text('touch.direction'), said),
    person,
    campaign: campaign ?? (utm.campaign ? { name: utm.campaign } : undefined),
    seller,
    channel: named ? (namedChannel(named) ?? named) : channelOf(utm),
    subject: view.text('touch.subject', 1_000),
    machine: view.flag('touch.machine') ?? false,
    occurredAt: when.at,
    isDayOnly: when.isDayOnly,
    attributes: view.attributes({
      kind: touchKind === 'other' ? said : undefined,
      status,
      utm_source: utm.source,
      utm_medium: utm.medium,
      referrer: utm.referrer,
    }),
  }
  return view.give(row)
}
