import { Moon, Sun } from 'lucide-react'
import { Badge, Button, LexiconProvider, Page, PageHeader } from '#platform/ui/index.ts'
import { chooseTheme } from '../shell/theme.ts'
import { Charts } from './charts.tsx'
import { Buttons, Choices, Code, Fields, Overlays } from './controls.tsx'
import { Figures, Labels, States } from './display.tsx'
import { Tables } from './tables.tsx'

const TERMS = {
  inquiry: {
    name: 'Inquiry',
    definition: 'A person who has shown interest by any counted touch.',
    owner: 'Marketing',
  },
  mql: {
    name: 'MQL',
    definition: 'Marketing qualified lead: fit and engagement pass the thresholds of the agreement.',
    owner: 'Marketing',
  },
  sal: { name: 'SAL', definition: 'Sales accepted lead: a seller has taken the hand-off.', owner: 'Sales' },
  sql: {
    name: 'SQL',
    definition: 'Sales qualified lead: need, timing and budget are confirmed in a conversation.',
    owner: 'Sales',
  },
  win_rate: { name: 'Win rate', definition: 'Won opportunities of all that were decided, by count.' },
  qualification: {
    name: 'Qualification rule',
    definition: 'The expression that turns an inquiry into an MQL.',
  },
}

/** Every part of the design system in its states, for looking at and for the tests that look. */
export default function KitPage() {
  return (
    <LexiconProvider terms={TERMS}>
      <main>
        <Page>
          <PageHeader
            title="Design system"
            description="Every part of the interface, in every state it has."
            meta={<Badge tone="accent">Kit</Badge>}
            actions={
              <>
                <Button icon={Sun} onClick={() => chooseTheme('light')}>
                  Light
                </Button>
                <Button icon={Moon} onClick={() => chooseTheme('dark')}>
                  Dark
                </Button>
              </>
            }
          />
          <div className="grid gap-x-6 gap-y-7 *:min-w-0 lg:grid-cols-2">
            <Figures />
            <Charts />
            <Tables />
            <Buttons />
            <Choices />
            <Fields />
            <Code />
            <Overlays />
            <Labels />
            <States />
          </div>
        </Page>
      </main>
    </LexiconProvider>
  )
}
