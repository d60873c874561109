/** Where an expression stands; each place sees its own fields. */
export const USAGES = [
  'fit',
  'engagement',
  'exclusion',
  'handRaise',
  'intent',
  'qualification',
  'stage',
  'routing',
  'track',
] as const
export type Usage = (typeof USAGES)[number]

/** Each place in words, as error sentences name it. */
export const USAGE_NAMES: Readonly<Record<Usage, string>> = {
  fit: 'a fit rule',
  engagement: 'an engagement rule',
  exclusion: 'an exclusion',
  handRaise: 'the hand-raise rule',
  intent: 'the intent rule',
  qualification: 'the lead definition',
  stage: 'a stage entry rule',
  routing: 'a routing rule',
  track: 'the exit rule of a track',
}

export type FieldType = 'text' | 'number' | 'boolean' | 'list' | 'any'

/** One field that expressions may use. */
export interface Field {
  /** as written in an expression; `*` stands for a name of one's own, e.g. `person.attributes.*` */
  path: string
  type: FieldType
  unit?: string
  /** the only values there are; anything else in a comparison is a mistake */
  values?: readonly string[]
  description: string
  usableIn: readonly Usage[]
}

const EVENT_TYPES = [
  'touch',
  'stage_reported',
  'opportunity_created',
  'opportunity_stage',
  'opportunity_won',
  'opportunity_lost',
] as const

/** Kinds of touch that rules may speak of; the record store has the same list. */
export const TOUCH_KINDS = [
  'page_view',
  'form_submit',
  'demo_request',
  'contact_request',
  'content_download',
  'email_open',
  'email_click',
  'email_reply',
  'webinar_registered',
  'webinar_attended',
  'event_attended',
  'ad_click',
  'ad_impression',
  'product_use',
  'call',
  'call_connected',
  'email_sent',
  'meeting',
  'note',
  'social',
  'other',
] as const

const who: readonly Usage[] = [
  'fit',
  'engagement',
  'exclusion',
  'intent',
  'qualification',
  'stage',
  'routing',
  'track',
]
const company: readonly Usage[] = ['fit', 'exclusion', 'intent', 'qualification', 'stage', 'routing', 'track']
const happening: readonly Usage[] = ['engagement', 'handRaise', 'stage']
const state: readonly Usage[] = ['intent', 'qualification', 'stage']
const decided: readonly Usage[] = ['qualification', 'stage', 'routing', 'track']

const field = (
  usableIn: readonly Usage[],
  path: string,
  type: FieldType,
  description: string,
  more: Pick<Field, 'unit' | 'values'> = {},
): Field => ({ path, type, description, usableIn, ...more })

const PERSON = [
  field(who, 'person.email', 'text', 'E-mail address'),
  field(who, 'person.domain', 'text', 'Part of the e-mail address behind the @, in lower case'),
  field(who, 'person.jobTitle', 'text', 'Job title as the source wrote it'),
  field(who, 'person.country', 'text', 'Country, two letters where it could be resolved, for example DE'),
  field(who, 'person.source', 'text', 'Original source as the CRM states it'),
  field(who, 'person.suppressed', 'boolean', 'Must not be written to'),
  field(who, 'person.attributes.*', 'any', 'Any further field of the person, by its name in the source'),
]

const ACCOUNT = [
  field(company, 'account.name', 'text', 'Name of the company'),
  field(company, 'account.domain', 'text', 'Registrable domain of the company'),
  field(company, 'account.industry', 'text', 'Industry as the source wrote it'),
  field(company, 'account.employees', 'number', 'Number of employees', { unit: 'people' }),
  field(company, 'account.annualRevenue', 'number', 'Yearly revenue', { unit: 'whole units of currency' }),
  field(company, 'account.country', 'text', 'Country of the company'),
  field(company, 'account.region', 'text', 'Region of the company'),
  field(
    company,
    'account.attributes.*',
    'any',
    'Any further field of the company, by its name in the source',
  ),
]

const EVENT = [
  field(happening, 'event.type', 'text', 'What happened', { values: EVENT_TYPES }),
  field(happening, 'event.kind', 'text', 'Kind of touch', { values: TOUCH_KINDS }),
  field(happening, 'event.side', 'text', 'Whose activity it is', { values: ['marketing', 'sales'] }),
  field(happening, 'event.direction', 'text', 'From the customer or to the customer', {
    values: ['inbound', 'outbound'],
  }),
  field(happening, 'event.channel', 'text', 'Channel, for example Paid search'),
  field(happening, 'event.subject', 'text', 'Page, asset or subject line'),
  field(happening, 'event.campaign', 'text', 'Name of the campaign'),
  field(
    happening,
    'event.stage',
    'text',
    'Reported stage (by its key here), or stage of the opportunity in the CRM',
  ),
  field(happening, 'event.amount', 'number', 'Amount of the opportunity', {
    unit: 'whole units of currency',
  }),
  field(happening, 'event.machine', 'boolean', 'Made by a machine, such as a link scanner'),
]

const STATE = [
  field(decided, 'fit', 'number', 'Fit score', { unit: 'points' }),
  field(decided, 'engagement', 'number', 'Engagement score', { unit: 'points' }),
  field(['qualification', 'stage'], 'intent', 'boolean', 'Shows buying intent by the intent rule'),
  field(['stage'], 'qualified', 'boolean', 'Meets the lead definition or raised a hand, and is not excluded'),
  field(state, 'cycle.number', 'number', '1 for the first trip through the funnel'),
  field(state, 'cycle.stage', 'text', 'Key of the present stage'),
  field(state, 'cycle.reached', 'list', 'Keys of the stages entered in this cycle'),
  field(state, 'cycle.days', 'number', 'Age of the cycle', { unit: 'days' }),
]

const COUNTS = TOUCH_KINDS.map((kind) =>
  field(state, `counts.${kind}`, 'number', `Touches of kind ${kind} in this cycle, without machines`, {
    unit: 'touches',
  }),
)

const LISTS = [
  field([...who, 'handRaise'], 'lists.*', 'list', 'Values of a list of this agreement, by its key'),
]

/** Every field that expressions may use: the base of type checking, of the documentation and of editors. */
export const FIELDS: readonly Field[] = [...PERSON, ...ACCOUNT, ...EVENT, ...STATE, ...COUNTS, ...LISTS]

/** One method or function that expressions may use. */
export interface Callable {
  name: string
  /** written before a dot (`text.contains(…)`) or around (`size(…)`) */
  form: 'method' | 'function'
  arguments: readonly FieldType[]
  returns: FieldType
  example: string
  description: string
}

export const CALLABLES: readonly Callable[] = [
  callable(
    'method',
    'contains',
    ['text'],
    'boolean',
    'event.subject.contains("pricing")',
    'the text contains these letters',
  ),
  callable(
    'method',
    'startsWith',
    ['text'],
    'boolean',
    'event.subject.startsWith("/pricing")',
    'the text begins so',
  ),
  callable('method', 'endsWith', ['text'], 'boolean', 'person.email.endsWith(".edu")', 'the text ends so'),
  callable(
    'method',
    'mentions',
    ['any'],
    'boolean',
    'person.jobTitle.mentions(["vp", "head of"])',
    'one of these words stands in the text as a whole word, in any case',
  ),
  callable(
    'method',
    'lowerAscii',
    [],
    'text',
    'account.industry.lowerAscii() == "software"',
    'the text in lower case',
  ),
  callable('method', 'size', [], 'number', 'cycle.reached.size() > 2', 'how many letters or entries'),
  callable('function', 'size', ['any'], 'number', 'size(cycle.reached) > 2', 'how many letters or entries'),
  callable('function', 'has', ['any'], 'boolean', 'has(account.employees)', 'the value is known'),
]

function callable(
  form: Callable['form'],
  name: string,
  args: readonly FieldType[],
  returns: FieldType,
  example: string,
  description: string,
): Callable {
  return { name, form, arguments: args, returns, example, description }
}
