import type { Cell } from '#platform/csv/index.ts'
import type { RecordRow } from '#records/imports/rules/rows.ts'
import {
  country,
  germanDay,
  germanMoney,
  LABELS,
  money,
  STAGE_NAMES,
  STAGES,
  stageDates,
  TYPES,
  time,
} from './export-cells.ts'

/** One file of the export: what it is called, how it separates, its headers, and the lines a record becomes in it. */
export interface ExportFile {
  name: string
  separator: ',' | ';'
  header: readonly string[]
  lines(row: RecordRow): Cell[][]
}

const only =
  <Kind extends RecordRow['kind']>(
    kind: Kind,
    cells: (row: Extract<RecordRow, { kind: Kind }>) => Cell[][],
  ): ExportFile['lines'] =>
  (row) =>
    row.kind === kind ? cells(row as Extract<RecordRow, { kind: Kind }>) : []

/** The export of the sample company: HubSpot's labels for contacts, companies and deals, Salesforce's for roles and activities. */
export const EXPORT_FILES: readonly ExportFile[] = [
  {
    name: 'users.csv',
    separator: ',',
    header: ['User ID', 'Name', 'Email', 'Team ', 'Manager', 'Job'],
    lines: only('seller', (row) => [
      [row.key, row.name, row.email, row.team, row.manager, row.attributes?.role],
    ]),
  },
  {
    name: 'companies.csv',
    separator: ',',
    header: [
      'Record ID',
      'Company name',
      'Company Domain Name',
      'Industry',
      'Number of Employees',
      'Annual Revenue',
      'Currency',
      'Country/Region',
      'Territory',
      'Phone Number',
      'Postal Code',
      'Company owner',
      'Customer status',
      'Create Date',
    ],
    lines: only('account', (row) => [
      [
        row.key,
        row.name,
        row.domain,
        row.industry,
        row.employees,
        money(row.annualRevenueMinor),
        row.currency,
        row.country,
        row.region,
        row.phone,
        row.postcode,
        row.seller?.name,
        row.attributes?.['Customer status'],
        time(row.occurredAt),
      ],
    ]),
  },
  {
    name: 'contacts.csv',
    separator: ',',
    header: [
      'Record ID',
      'First Name',
      'Last Name',
      'Email',
      'Phone Number',
      'Job Title',
      'Country/Region',
      'Primary Associated Company ID',
      'Company Name',
      'Contact owner',
      'Original Traffic Source',
      'Lifecycle Stage',
      'Status reason',
      'Create Date',
      ...STAGES.flatMap((stage) => [
        `Became ${/^[AEIO]/.test(STAGE_NAMES[stage]) ? 'an' : 'a'} ${STAGE_NAMES[stage]} Date`,
        `Date entered '${STAGE_NAMES[stage]} (Lifecycle Stage Pipeline)'`,
      ]),
    ],
    lines: only('person', (row) => [
      [
        row.key,
        row.firstName,
        row.lastName,
        row.email,
        row.phone,
        row.jobTitle,
        country(row),
        row.account?.key,
        row.account?.name,
        row.seller?.name,
        row.source,
        LABELS[row.reportedStage ?? ''] ?? 'Lead',
        row.attributes?.['Status reason'],
        time(row.occurredAt),
        ...stageDates(row),
      ],
    ]),
  },
  {
    name: 'deals.csv',
    separator: ',',
    header: [
      'Record ID',
      'Deal Name',
      'Deal Stage',
      'Amount',
      'Currency',
      'Product',
      'Deal source',
      'Closed Lost Reason',
      'Associated Company IDs',
      'Deal owner',
      'Create Date',
      'Close Date',
    ],
    lines: only('opportunity', (row) => [
      [
        row.key,
        row.name,
        row.stage,
        money(row.amountMinor),
        row.currency,
        row.product,
        row.origin,
        row.lostReason,
        row.account?.key,
        row.seller?.name,
        time(row.occurredAt),
        row.closedAt === undefined ? row.expectedCloseOn : time(row.closedAt),
      ],
    ]),
  },
  {
    name: 'deal contact roles.csv',
    separator: ',',
    header: ['Opportunity ID', 'Contact ID', 'Role', 'Primary'],
    lines: only('opportunity', (row) =>
      (row.contacts ?? []).map((each) => [row.key, each.person.key, each.role, each.isPrimary ? 1 : 0]),
    ),
  },
  {
    name: 'deal stage history.csv',
    separator: ',',
    header: ['Opportunity ID', 'From Stage', 'To Stage', 'Amount', 'Change Date'],
    lines: only('opportunity', (row) =>
      (row.stageChanges ?? []).map((each) => [
        row.key,
        each.fromStage,
        each.toStage,
        money(each.amountMinor),
        time(each.occurredAt),
      ]),
    ),
  },
  {
    // kept in a spreadsheet by the marketing team in Hamburg
    name: 'campaign costs.csv',
    separator: ';',
    header: [
      'Campaign ID',
      'Campaign Name',
      'Channel',
      'Type',
      'Start Date',
      'End Date',
      'Spent on',
      'Cost type',
      'Actual Cost',
      'Currency',
    ],
    lines: only('campaign', (row) =>
      (row.costs ?? []).map((cost) => [
        row.key,
        row.name,
        row.channel,
        row.campaignKind,
        germanDay(row.startsOn),
        germanDay(row.endsOn),
        germanDay(cost.spentOn),
        cost.kind,
        germanMoney(cost.amountMinor),
        cost.currency,
      ]),
    ),
  },
  {
    name: 'marketing events.csv',
    separator: ',',
    header: [
      'Event ID',
      'Contact ID',
      'Event type',
      'Campaign ID',
      'Channel',
      'Subject',
      'Is bot',
      'Timestamp',
    ],
    lines: only('touch', (row) =>
      row.side === 'sales'
        ? []
        : [
            [
              row.key,
              row.person.key,
              TYPES[row.touchKind],
              row.campaign?.key,
              row.channel,
              row.subject,
              row.machine ? 'true' : 'false',
              new Date(row.occurredAt).toISOString(),
            ],
          ],
    ),
  },
  {
    name: 'sales activities.csv',
    separator: ',',
    header: ['Activity ID', 'Contact ID', 'Assigned To', 'Activity Type', 'Direction', 'Subject', 'Date'],
    lines: only('touch', (row) =>
      row.side === 'marketing'
        ? []
        : [
            [
              row.key,
              row.person.key,
              row.seller?.name,
              TYPES[row.touchKind],
              row.direction,
              row.subject,
              time(row.occurredAt),
            ],
          ],
    ),
  },
]
