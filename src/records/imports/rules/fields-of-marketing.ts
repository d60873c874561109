import { type Field, field } from './field.ts'

/** Fields that say where a visit came from. */
export const UTM = (kind: string): Field[] => [
  field(`${kind}.utmSource`, 'UTM source', 'text', 1, 'utmsource firstutmsource lastutmsource'),
  field(`${kind}.utmMedium`, 'UTM medium', 'text', 1, 'utmmedium firstutmmedium lastutmmedium'),
  field(`${kind}.utmCampaign`, 'UTM campaign', 'text', 1, 'utmcampaign firstutmcampaign lastutmcampaign'),
  field(
    `${kind}.referrer`,
    'Referring site',
    'text',
    1,
    'referrer referer firstreferringsite hsanalyticsfirstreferrer pagereferrer referringsite',
  ),
]

export const CAMPAIGN: readonly Field[] = [
  field('campaign.key', 'Record id', 'id', 1, 'campaignid recordid hsobjectid id'),
  field('campaign.name', 'Name', 'text', 2, 'campaignname campaign name kampagnenname kampagne'),
  field('campaign.channel', 'Channel', 'text', 2, 'channel campaignchannel medium utmmedium'),
  field('campaign.kind', 'Type', 'text', 1, 'campaigntype type campaignkind format'),
  field(
    'campaign.startsOn',
    'Starts on',
    'day',
    2,
    'startdate starts startson campaignstartdate start begin hsstartdate startdatum',
  ),
  field('campaign.endsOn', 'Ends on', 'day', 2, 'enddate ends endson campaignenddate end hsenddate enddatum'),
  field('campaign.spentOn', 'Spent on', 'day', 1, 'spenton day date costdate month reportingstarts'),
  field(
    'campaign.cost',
    'Cost',
    'money',
    3,
    'actualcost cost spend amountspent totalcost costamount campaigncost hsspenditemssumamount kosten spendamount',
  ),
  field('campaign.costKind', 'Cost kind', 'text', 1, 'costkind costtype spendtype'),
  field('campaign.currency', 'Currency', 'currency', 1, 'currency currencyisocode currencycode währung'),
]

export const TOUCH: readonly Field[] = [
  field(
    'touch.key',
    'Event id',
    'id',
    1,
    'eventid messageid touchid activityid engagementid taskid callid meetingid emailid campaignmemberid recordid hsobjectid id',
  ),
  field(
    'touch.personKey',
    'Person id',
    'id',
    2,
    'contactid leadorcontactid whoid leadid personid associatedcontactids associatedcontactid userid contact_vid kontaktid',
  ),
  field(
    'touch.personEmail',
    'Person e-mail',
    'email',
    1,
    'email personemail contactemail emailaddress recipient leademail useremail to',
  ),
  field('touch.campaignKey', 'Campaign id', 'id', 2, 'campaignid'),
  field(
    'touch.campaignName',
    'Campaign',
    'text',
    1,
    'campaignname campaign campaigntitle kampagnenname kampagne',
  ),
  field(
    'touch.sellerName',
    'Seller',
    'text',
    1,
    'seller activityassignedto assignedto assigned activityowner owner ownername salesrep rep createdby salesagent',
  ),
  field('touch.sellerEmail', 'Seller e-mail', 'email', 1, 'selleremail owneremail assignedtoemail'),
  field('touch.sellerKey', 'Seller id', 'id', 1, 'ownerid hubspotownerid sellerid assignedtoid'),
  field(
    'touch.touchKind',
    'Kind of touch',
    'text',
    3,
    'eventtype touchkind touchtype activitytype engagementtype eventname event interaction tasksubtype activity type kind action aktivitätstyp',
  ),
  field(
    'touch.status',
    'Status',
    'text',
    1,
    'memberstatus campaignmemberstatus calloutcome callresult calldisposition outcome meetingoutcome status taskstatus',
  ),
  field('touch.side', 'Team', 'text', 2, 'side touchside'),
  field('touch.direction', 'Direction', 'text', 2, 'direction calldirection emaildirection calltype'),
  field('touch.channel', 'Channel', 'text', 2, 'channel touchchannel marketingchannel'),
  field(
    'touch.subject',
    'Subject',
    'text',
    1,
    'subject pageurl page pagetitle asset content contentname formname url calltitle meetingtitle emailsubject title name betreff',
  ),
  field('touch.machine', 'Made by a machine', 'flag', 2, 'machine isbot bot botfiltered'),
  field(
    'touch.occurredAt',
    'When',
    'date',
    1,
    'occurredat timestamp touchdate eventdate eventtime activitydate datetime starttime startdatetime meetingstarttime sentat sentdate receivedat date time firstrespondeddate responsedate duedate createddate createdate createdat happenedat aktivitätsdatum datum erstellungsdatum erstelldatum',
  ),
  ...UTM('touch').map((entry) => ({ ...entry, strength: 2 as const })),
]
