import { squash } from './text.ts'

/** What a file can be a list of. `product` is read only as a list of right names. */
export const FILE_KINDS = [
  'seller',
  'account',
  'person',
  'campaign',
  'product',
  'opportunity',
  'contact_role',
  'stage_change',
  'touch',
] as const
export type FileKind = (typeof FILE_KINDS)[number]

/** What the rows of each kind of file are called. */
export const KIND_TITLES: Record<FileKind, string> = {
  seller: 'sellers',
  account: 'accounts',
  person: 'people',
  campaign: 'campaigns and costs',
  product: 'products',
  opportunity: 'opportunities',
  contact_role: 'contact roles',
  stage_change: 'stage history',
  touch: 'touches and activities',
}

/** How the cells of a field are read. */
export type FieldType =
  | 'text'
  | 'id'
  | 'ids'
  | 'email'
  | 'domain'
  | 'date'
  | 'day'
  | 'number'
  | 'money'
  | 'currency'
  | 'flag'
  | 'stage_date'

export interface Field {
  /** `kind.name`, as it stands in saved mappings */
  key: string
  title: string
  type: FieldType
  /** squashed headers that mean this field, best first */
  labels: readonly string[]
  /** having it speaks for the kind of the file */
  strength: 1 | 2 | 3
}

const field = (key: string, title: string, type: FieldType, strength: 1 | 2 | 3, labels: string): Field => ({
  key,
  title,
  type,
  strength,
  labels: labels.split(' ').map(squash),
})

const UTM = (kind: string): Field[] => [
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

const PERSON: Field[] = [
  field(
    'person.key',
    'Record id',
    'id',
    1,
    'contactid leadid personid prospectid recordid recordidcontact hsobjectid contactvid vid casesafeid id leadorcontactid',
  ),
  field(
    'person.email',
    'E-mail',
    'email',
    3,
    'email emailaddress workemail primaryemail contactemail emailadresse mail courriel correo businessemail',
  ),
  field(
    'person.firstName',
    'First name',
    'text',
    3,
    'firstname givenname vorname prenom prénom nombre forename fname',
  ),
  field(
    'person.lastName',
    'Last name',
    'text',
    3,
    'lastname surname familyname nachname nom apellido apellidos lname',
  ),
  field(
    'person.fullName',
    'Full name',
    'text',
    1,
    'fullname contactname leadname personname name contact lead',
  ),
  field('person.jobTitle', 'Job title', 'text', 3, 'jobtitle title position jobrole funktion poste cargo'),
  field(
    'person.phone',
    'Phone',
    'text',
    1,
    'phonenumber phone businessphone workphone telefon telephone mobilephonenumber mobilephone mobile',
  ),
  field(
    'person.country',
    'Country',
    'text',
    1,
    'countryregion country mailingcountry countryname mailingcountrycode countrycode land pays',
  ),
  field(
    'person.accountKey',
    'Account id',
    'id',
    1,
    'accountid associatedcompanyid primaryassociatedcompanyid associatedcompanyids companyid',
  ),
  field(
    'person.accountName',
    'Company',
    'text',
    1,
    'companyname company accountname account associatedcompany associatedcompanyprimary organization organisation firma employer unternehmen société',
  ),
  field(
    'person.accountDomain',
    'Company domain',
    'domain',
    1,
    'companydomainname websiteurl website domain emaildomain companydomain',
  ),
  field(
    'person.sellerName',
    'Owner',
    'text',
    1,
    'contactowner leadowner ownername owner ownerfullname salesrep assignedto accountowner',
  ),
  field('person.sellerEmail', 'Owner e-mail', 'email', 1, 'owneremail contactowneremail leadowneremail'),
  field('person.sellerKey', 'Owner id', 'id', 1, 'hubspotownerid ownerid contactownerid leadownerid'),
  field(
    'person.source',
    'Original source',
    'text',
    2,
    'originaltrafficsource originalsource originalsourcetype hsanalyticssource leadsource source firstsource acquisitionsource',
  ),
  field(
    'person.reportedStage',
    'Stage',
    'text',
    3,
    'lifecyclestage lifecycle leadstage funnelstage leadstatus hsleadstatus status stage',
  ),
  field(
    'person.occurredAt',
    'Created',
    'date',
    1,
    'createdate createddate createdat created datecreated creationdate hscreatedate signupdate dateadded created_on leadcreateddate',
  ),
  field(
    'person.unsubscribed',
    'Unsubscribed',
    'flag',
    2,
    'unsubscribedfromallemail hsemailoptout emailoptout hasoptedoutofemail optedout unsubscribed',
  ),
  field('person.firstConversionAt', 'First conversion at', 'date', 2, 'firstconversiondate'),
  field('person.firstConversion', 'First conversion', 'text', 2, 'firstconversion firstconversioneventname'),
  field('person.recentConversionAt', 'Recent conversion at', 'date', 2, 'recentconversiondate'),
  field(
    'person.recentConversion',
    'Recent conversion',
    'text',
    2,
    'recentconversion recentconversioneventname',
  ),
  field(
    'person.firstSeenAt',
    'First session',
    'date',
    2,
    'timeoffirstsession timeoffirstvisit hsanalyticsfirstvisittimestamp timefirstseen hsanalyticsfirsttimestamp',
  ),
  ...UTM('person'),
]

const ACCOUNT: Field[] = [
  field(
    'account.key',
    'Record id',
    'id',
    1,
    'accountid companyid recordid recordidcompany hsobjectid id accountnumber',
  ),
  field(
    'account.name',
    'Name',
    'text',
    2,
    'companyname accountname name account company organization organisation firma',
  ),
  field(
    'account.domain',
    'Domain',
    'domain',
    2,
    'companydomainname domain website websiteurl companydomain url web homepage',
  ),
  field('account.industry', 'Industry', 'text', 3, 'industry sector branche vertical'),
  field(
    'account.employees',
    'Employees',
    'number',
    3,
    'numberofemployees employees headcount employeecount companysize numemployees mitarbeiter noofemployees',
  ),
  field(
    'account.annualRevenue',
    'Annual revenue',
    'money',
    3,
    'annualrevenue revenue umsatz turnover annualturnover',
  ),
  field(
    'account.currency',
    'Currency',
    'currency',
    1,
    'currency currencyisocode annualrevenuecurrencycode hsannualrevenuecurrencycode currencycode',
  ),
  field(
    'account.country',
    'Country',
    'text',
    1,
    'countryregion country billingcountry billingcountrycode countrycode officelocation headquarters location land hq',
  ),
  field(
    'account.region',
    'Region',
    'text',
    1,
    'stateregion state billingstate billingstateprovince region territory province bundesland',
  ),
  field('account.phone', 'Phone', 'text', 1, 'phonenumber phone telefon telephone'),
  field(
    'account.postcode',
    'Postcode',
    'text',
    1,
    'postalcode zip billingpostalcode billingzippostalcode postcode plz zipcode',
  ),
  field('account.sellerName', 'Owner', 'text', 1, 'companyowner accountowner ownername owner salesrep'),
  field('account.sellerEmail', 'Owner e-mail', 'email', 1, 'owneremail companyowneremail accountowneremail'),
  field('account.sellerKey', 'Owner id', 'id', 1, 'hubspotownerid ownerid'),
  field(
    'account.parentKey',
    'Parent account id',
    'id',
    2,
    'parentid parentaccountid hsparentcompanyid parentcompanyid',
  ),
  field(
    'account.parentName',
    'Parent account',
    'text',
    2,
    'subsidiaryof parentaccount parentcompany parentcompanyname parent',
  ),
  field(
    'account.occurredAt',
    'Created',
    'date',
    1,
    'createdate createddate createdat created datecreated hscreatedate',
  ),
]

const OPPORTUNITY: Field[] = [
  field(
    'opportunity.key',
    'Record id',
    'id',
    2,
    'opportunityid dealid recordid recordiddeal hsobjectid id oppid',
  ),
  field('opportunity.name', 'Name', 'text', 2, 'dealname opportunityname deal opportunity name'),
  field(
    'opportunity.accountKey',
    'Account id',
    'id',
    1,
    'accountid associatedcompanyids associatedcompanyid companyid',
  ),
  field(
    'opportunity.accountName',
    'Account',
    'text',
    1,
    'accountname account companyname company associatedcompany associatedcompanies associatedcompanyprimary customer client',
  ),
  field(
    'opportunity.accountDomain',
    'Account domain',
    'domain',
    1,
    'companydomainname domain website accountdomain',
  ),
  field(
    'opportunity.sellerName',
    'Owner',
    'text',
    1,
    'dealowner opportunityowner salesagent ownername owner salesrep salesperson rep seller accountexecutive',
  ),
  field(
    'opportunity.sellerEmail',
    'Owner e-mail',
    'email',
    1,
    'owneremail dealowneremail opportunityowneremail selleremail',
  ),
  field('opportunity.sellerKey', 'Owner id', 'id', 1, 'hubspotownerid ownerid dealownerid'),
  field(
    'opportunity.stage',
    'Stage',
    'text',
    3,
    'dealstage stagename opportunitystage stage salesstage phase dealstatus status',
  ),
  field(
    'opportunity.amount',
    'Amount',
    'money',
    3,
    'amount closevalue dealvalue dealamount opportunityamount amountincompanycurrency value betrag montant totalvalue tcv',
  ),
  field(
    'opportunity.currency',
    'Currency',
    'currency',
    1,
    'currency dealcurrencycode currencyisocode amountcurrency currencycode',
  ),
  field('opportunity.product', 'Product', 'text', 2, 'product productname primaryproduct productfamily'),
  field(
    'opportunity.origin',
    'Origin',
    'text',
    1,
    'opportunitysource dealsource origin leadsource originaltrafficsource originalsource originalsourcetype hsanalyticssource source',
  ),
  field(
    'opportunity.lostReason',
    'Lost reason',
    'text',
    3,
    'closedlostreason lostreason lossreason reasonlost hsclosedlostreason',
  ),
  field(
    'opportunity.occurredAt',
    'Created',
    'date',
    1,
    'createdate createddate engagedate createdat created datecreated opendate opportunitycreateddate hscreatedate',
  ),
  field(
    'opportunity.closedAt',
    'Close date',
    'date',
    3,
    'closedate closeddate closedat expectedclosedate estimatedclosedate wondate',
  ),
  field('opportunity.isWon', 'Won', 'flag', 3, 'iswon won isclosedwon hsisclosedwon'),
  field('opportunity.isClosed', 'Closed', 'flag', 3, 'isclosed closed hsisclosed isdealclosed'),
  field(
    'opportunity.probability',
    'Probability',
    'number',
    2,
    'probability dealprobability hsdealstageprobability probability%',
  ),
  field(
    'opportunity.personKeys',
    'Contact ids',
    'ids',
    1,
    'associatedcontactids associatedcontactid contactid primarycontactid',
  ),
  field(
    'opportunity.personEmails',
    'Contact e-mails',
    'text',
    1,
    'contactemail contactemails primarycontactemail personemail email associatedcontactemails',
  ),
  field('opportunity.personRole', 'Contact role', 'text', 1, 'contactrole role buyingrole'),
]

const CAMPAIGN: Field[] = [
  field('campaign.key', 'Record id', 'id', 1, 'campaignid recordid hsobjectid id'),
  field('campaign.name', 'Name', 'text', 2, 'campaignname campaign name'),
  field('campaign.channel', 'Channel', 'text', 2, 'channel campaignchannel medium utmmedium'),
  field('campaign.kind', 'Type', 'text', 1, 'campaigntype type campaignkind format'),
  field(
    'campaign.startsOn',
    'Starts on',
    'day',
    2,
    'startdate starts startson campaignstartdate start begin hsstartdate',
  ),
  field('campaign.endsOn', 'Ends on', 'day', 2, 'enddate ends endson campaignenddate end hsenddate'),
  field('campaign.spentOn', 'Spent on', 'day', 1, 'spenton day date costdate month reportingstarts'),
  field(
    'campaign.cost',
    'Cost',
    'money',
    3,
    'actualcost cost spend amountspent totalcost costamount campaigncost hsspenditemssumamount kosten spendamount',
  ),
  field('campaign.costKind', 'Cost kind', 'text', 1, 'costkind costtype spendtype'),
  field('campaign.currency', 'Currency', 'currency', 1, 'currency currencyisocode currencycode'),
]

const TOUCH: Field[] = [
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
    'contactid leadorcontactid whoid leadid personid associatedcontactids associatedcontactid userid contact_vid',
  ),
  field(
    'touch.personEmail',
    'Person e-mail',
    'email',
    1,
    'email personemail contactemail emailaddress recipient leademail useremail to',
  ),
  field('touch.campaignKey', 'Campaign id', 'id', 2, 'campaignid'),
  field('touch.campaignName', 'Campaign', 'text', 1, 'campaignname campaign campaigntitle'),
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
    'eventtype touchkind touchtype activitytype engagementtype eventname event interaction tasksubtype activity type kind action',
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
    'subject pageurl page pagetitle asset content contentname formname url calltitle meetingtitle emailsubject title name',
  ),
  field('touch.machine', 'Made by a machine', 'flag', 2, 'machine isbot bot botfiltered'),
  field(
    'touch.occurredAt',
    'When',
    'date',
    1,
    'occurredat timestamp touchdate eventdate eventtime activitydate datetime starttime startdatetime meetingstarttime sentat sentdate receivedat date time firstrespondeddate responsedate duedate createddate createdate createdat happenedat',
  ),
  ...UTM('touch').map((entry) => ({ ...entry, strength: 2 as const })),
]

const SELLER: Field[] = [
  field('seller.key', 'User id', 'id', 1, 'ownerid userid sellerid hubspotownerid id'),
  field(
    'seller.name',
    'Name',
    'text',
    2,
    'salesagent seller salesrep salesperson ownername fullname name rep user owner',
  ),
  field('seller.firstName', 'First name', 'text', 1, 'firstname'),
  field('seller.lastName', 'Last name', 'text', 1, 'lastname surname'),
  field('seller.email', 'E-mail', 'email', 1, 'email owneremail useremail'),
  field(
    'seller.team',
    'Team',
    'text',
    3,
    'team regionaloffice teamname primaryteam hubspotteam office department division region role rolename',
  ),
  field('seller.manager', 'Manager', 'text', 3, 'manager managername reportsto supervisor teamlead'),
]

const PRODUCT: Field[] = [
  field('product.key', 'Record id', 'id', 1, 'productid sku productcode id'),
  field('product.name', 'Name', 'text', 3, 'product productname name'),
  field('product.price', 'Price', 'money', 3, 'salesprice price listprice unitprice'),
  field('product.family', 'Family', 'text', 3, 'series family productfamily category productline'),
]

const CONTACT_ROLE: Field[] = [
  field('contact_role.opportunityKey', 'Opportunity id', 'id', 3, 'opportunityid dealid'),
  field(
    'contact_role.opportunityName',
    'Opportunity',
    'text',
    2,
    'opportunityname dealname opportunity deal',
  ),
  field('contact_role.personKey', 'Person id', 'id', 3, 'contactid personid'),
  field('contact_role.personEmail', 'Person e-mail', 'email', 2, 'contactemail email personemail'),
  field('contact_role.role', 'Role', 'text', 3, 'role contactrole buyingrole'),
  field('contact_role.isPrimary', 'Primary', 'flag', 3, 'isprimary primary primarycontact'),
]

const STAGE_CHANGE: Field[] = [
  field('stage_change.opportunityKey', 'Opportunity id', 'id', 3, 'opportunityid dealid'),
  field(
    'stage_change.opportunityName',
    'Opportunity',
    'text',
    2,
    'opportunityname dealname opportunity deal',
  ),
  field(
    'stage_change.toStage',
    'To stage',
    'text',
    3,
    'tostage newstage newvalue stagename stage dealstage value',
  ),
  field('stage_change.fromStage', 'From stage', 'text', 3, 'fromstage oldstage oldvalue previousstage'),
  field('stage_change.amount', 'Amount', 'money', 1, 'amount'),
  field(
    'stage_change.occurredAt',
    'When',
    'date',
    2,
    'changedat changedate enteredat lastmodified stagechangedate changedon editdate createddate timestamp date occurredat dateentered',
  ),
]

/** Every field an import can fill, per kind of file. */
export const FIELDS: Record<FileKind, readonly Field[]> = {
  seller: SELLER,
  account: ACCOUNT,
  person: PERSON,
  campaign: CAMPAIGN,
  product: PRODUCT,
  opportunity: OPPORTUNITY,
  contact_role: CONTACT_ROLE,
  stage_change: STAGE_CHANGE,
  touch: TOUCH,
}

/**
 * The field of a key as it stands in a mapping; stage dates are `person.stage:<stage>` and `opportunity.stage:<stage>`.
 *
 * @returns `undefined` when there is no such field
 */
export function fieldOf(key: string): Field | undefined {
  const stage = /^(person|opportunity)\.stage:(.{1,120})$/.exec(key)
  if (stage) return { key, title: `Entered ${stage[2]}`, type: 'stage_date', labels: [], strength: 2 }
  const kind = key.split('.')[0] as FileKind
  return FIELDS[kind]?.find((entry) => entry.key === key)
}
