/** Job titles by what their holder can do for a purchase. */
export const TITLES = {
  decider: [
    'Chief Operating Officer',
    'VP Operations',
    'VP Supply Chain',
    'Director of Operations',
    'Head of Process Excellence',
    'Chief Information Officer',
    'Director of Business Systems',
    'Head of Digital Transformation',
    'VP Finance Operations',
    'Director of Shared Services',
  ],
  user: [
    'Operations Manager',
    'Process Manager',
    'Business Systems Manager',
    'Operations Analyst',
    'IT Manager',
    'Finance Operations Manager',
    'Team Lead Back Office',
    'Business Analyst',
    'Project Manager',
    'Service Delivery Manager',
  ],
  bystander: [
    'Communications Specialist',
    'Executive Assistant',
    'Recruiter',
    'Sales Representative',
    'Customer Support Agent',
    'Copywriter',
    'Receptionist',
    'Payroll Clerk',
  ],
  outsider: ['Student', 'Intern', 'Freelance Consultant', 'Trainer', 'Job Seeker'],
} as const

export type PersonRole = keyof typeof TITLES

/** What people do in a purchase, as contact roles of the CRM. */
export const CONTACT_ROLES = ['Decision maker', 'Champion', 'Economic buyer', 'Influencer', 'User'] as const

export const LOST_REASONS = [
  'No decision',
  'Lost to competitor',
  'Price',
  'Timing',
  'Missing feature',
  'Lost contact',
] as const

export const WHITE_PAPER = 'White paper: The state of process debt'

/** The seven things marketing wrote for sellers to send, with how often they do. The white paper is never sent. */
export const ASSETS = [
  { name: 'Case study: ninety days to a calm back office', sent: 9 },
  { name: 'Product sheet: approvals and hand-offs', sent: 12 },
  { name: "Buyer's guide to process automation", sent: 6 },
  { name: 'Security and hosting overview', sent: 7 },
  { name: 'Pricing one-pager', sent: 8 },
  { name: 'Comparison: build or buy', sent: 3 },
  { name: WHITE_PAPER, sent: 0 },
] as const
