import { type AgreementDocument, defaultAgreement } from '#agreement/document/index.ts'
import { OWN_DOMAIN, sellers } from './cast.ts'
import { REGIONS } from './regions.ts'
import { dayOf, timeline } from './timeline.ts'
import { TARGET_INDUSTRIES } from './words/companies.ts'

/** Points of fit that both definitions ask for. */
export const FIT_NEEDED = 60

/** Points of fit and engagement at which a lead qualifies, in the first version and after month nine. */
const DEFINITIONS = [
  `fit >= ${FIT_NEEDED} && engagement >= 50`,
  `fit >= ${FIT_NEEDED} && engagement >= 25`,
] as const

const OPERATIONS_TITLES =
  'person.jobTitle.mentions(["operations", "process", "supply chain", "business", "systems", "service", "services", "digital", "it", "back office", "project"])'

function amendRule(document: AgreementDocument, key: string, change: { name: string; when: string }): void {
  for (const group of document.scoring.fit.groups) {
    for (const rule of group.rules) if (rule.key === key) Object.assign(rule, change)
  }
}

function setEntry(document: AgreementDocument, key: string, definition: string): void {
  const stage = document.stages.find((each) => each.key === key)
  if (!stage) throw new Error(`The default agreement has no stage ${key}.`)
  stage.definition = definition
  stage.entry = `event.type == "stage_reported" && event.stage == "${key}"`
}

const TIME_ZONES = { Americas: 'America/New_York', EMEA: 'Europe/Berlin', APAC: 'Asia/Singapore' }

/** Leads go to the desk of their region, in its office hours, unless somebody works on a deal there. */
function routeByRegion(document: AgreementDocument): void {
  const [office] = document.calendars
  const desks = REGIONS.map(({ name }) => ({ name, key: name.toLowerCase() }))
  document.calendars = [
    ...document.calendars,
    ...desks.map(({ name, key }) => ({
      ...office!,
      key,
      name: `Office hours, ${name}`,
      timeZone: TIME_ZONES[name],
    })),
  ]
  document.routing.pools = [
    ...document.routing.pools,
    ...desks.map(({ name, key }) => ({
      key,
      name: `${name} desk`,
      calendar: key,
      members: sellers()
        .filter((seller) => seller.region.name === name && !seller.closes)
        .map(({ row }) => ({ seller: row.email!, weight: 1 })),
    })),
  ]
  const [openDeal, ...others] = document.routing.rules
  const territories = desks.map(({ name, key }) => ({
    key: `territory_${key}`,
    name: `Territory ${name}`,
    match: 'segment' as const,
    when: `account.region == "${name}"`,
    pool: key,
  }))
  document.routing.rules = [openDeal!, ...territories, ...others]
}

/** The default agreement with what the sample company changed: its market, its desks, its currency, and stages that its CRM records. */
function sampleAgreement(version: 1 | 2): AgreementDocument {
  const document = defaultAgreement()
  document.title = 'Tessaro: sales and marketing working agreement'
  document.currency = 'USD'
  document.parties.company = 'Tessaro (sample company)'
  for (const list of document.lists ?? []) {
    if (list.key === 'own_domains') list.values = [OWN_DOMAIN]
    if (list.key === 'target_industries')
      list.values = TARGET_INDUSTRIES.map((industry) => industry.toLowerCase())
  }
  amendRule(document, 'department', { name: 'Operations, systems or service', when: OPERATIONS_TITLES })
  setEntry(document, 'sal', 'Sales accepted lead: a seller has taken it on and said so in the CRM.')
  setEntry(
    document,
    'sql',
    'Sales qualified lead: a conversation has confirmed need, timing and a way to a decision.',
  )
  routeByRegion(document)
  document.qualification.when = DEFINITIONS[version - 1]!
  return document
}

/**
 * Both agreements of the sample company: the one the story begins under, and the one with the lower threshold that marketing
 * asked for, in force from month nine.
 *
 * @param endsOn the day on which history ends, `2026-11-22`
 */
export function sampleAgreements(endsOn: string): [AgreementDocument, AgreementDocument] {
  const [first, second] = [sampleAgreement(1), sampleAgreement(2)]
  second.effectiveFrom = dayOf(timeline(endsOn).changesAt)
  return [first, second]
}
