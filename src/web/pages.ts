import type { ComponentType } from 'react'

type Load = () => Promise<{ default: ComponentType }>

/**
 * Every page of the app: its address and the file in the slice it belongs to, loaded when it is first opened.
 * `inside` pages stand in the shell and need a signed-in member; `outside` pages do not.
 */
export const PAGES: { inside: Record<string, Load>; outside: Record<string, Load> } = {
  inside: {
    '/': () => import('./home-page.tsx'),
    '/handoffs': () => import('#leads/handoff/ui/inbox-page.tsx'),
    '/handoffs/team': () => import('#leads/handoff/ui/team-page.tsx'),
    '/handoffs/campaigns': () => import('#leads/handoff/ui/campaigns-page.tsx'),
    '/handoffs/disputes': () => import('#leads/handoff/ui/disputes-page.tsx'),
    '/leads': () => import('#leads/lifecycle/ui/leads-page.tsx'),
    '/leads/$personId': () => import('./lead-page.tsx'),
    '/leaks': () => import('#leads/leaks/ui/leaks-page.tsx'),
    '/nurture': () => import('#leads/nurture/ui/nurture-page.tsx'),
    '/accounts': () => import('#records/accounts/ui/accounts-page.tsx'),
    '/accounts/$accountId': () => import('#records/accounts/ui/account-page.tsx'),
    '/opportunities': () => import('#records/deals/ui/opportunities-page.tsx'),
    '/opportunities/$opportunityId': () => import('#records/deals/ui/opportunity-page.tsx'),
    '/campaigns': () => import('#records/campaigns/ui/campaigns-page.tsx'),
    '/campaigns/$campaignId': () => import('#leads/handoff/ui/campaign-page.tsx'),
    '/intake': () => import('#records/intake/ui/intake-page.tsx'),
    '/forms': () => import('#records/forms/ui/forms-page.tsx'),
    '/forms/$formId': () => import('#records/forms/ui/form-page.tsx'),
    '/imports': () => import('#records/imports/ui/imports-page.tsx'),
    '/imports/$importId': () => import('#records/imports/ui/import-page.tsx'),
    '/review': () => import('#records/matching/ui/review-page.tsx'),
    '/agreement': () => import('#agreement/document/ui/agreement-page.tsx'),
    '/agreement/versions': () => import('#agreement/document/ui/versions-page.tsx'),
    '/agreement/change': () => import('#agreement/document/ui/change-page.tsx'),
    '/routing': () => import('#leads/routing/ui/routing-page.tsx'),
    '/routing/simulator': () => import('#leads/routing/ui/simulator-page.tsx'),
    '/routing/absences': () => import('#leads/routing/ui/absences-page.tsx'),
    '/lexicon': () => import('#agreement/lexicon/ui/lexicon-page.tsx'),
    '/notifications': () => import('#workspace/notifications/ui/notifications-page.tsx'),
    '/settings': () => import('#workspace/access/ui/workspace-page.tsx'),
    '/settings/members': () => import('#workspace/access/ui/members-page.tsx'),
    '/settings/api-keys': () => import('#workspace/access/ui/api-keys-page.tsx'),
    '/settings/notifications': () => import('#workspace/notifications/ui/preferences-page.tsx'),
    '/settings/chat': () => import('#workspace/notifications/ui/chat-page.tsx'),
    '/settings/webhooks': () => import('#workspace/notifications/ui/webhooks-page.tsx'),
    '/settings/security': () => import('#workspace/access/ui/security-page.tsx'),
    '/settings/mail-log': () => import('#records/correspondence/ui/mail-log-page.tsx'),
    '/settings/audit': () => import('#workspace/audit/ui/audit-page.tsx'),
  },
  outside: {
    '/setup': () => import('#workspace/access/ui/setup-page.tsx'),
    '/sign-in': () => import('#workspace/access/ui/sign-in-page.tsx'),
    '/invitation': () => import('#workspace/access/ui/invitation-page.tsx'),
    '/reset-password': () => import('#workspace/access/ui/reset-password-page.tsx'),
    '/dev/kit': () => import('./kit/kit-page.tsx'),
  },
}
