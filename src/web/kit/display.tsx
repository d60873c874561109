import { Inbox } from 'lucide-react'
import {
  Avatar,
  Badge,
  Banner,
  Breadcrumbs,
  Button,
  Card,
  CodeBlock,
  Count,
  Day,
  EmptyState,
  ErrorState,
  Facts,
  Figure,
  FigureRow,
  Loading,
  MailLink,
  Money,
  Progress,
  RelativeTime,
  Share,
  Sparkline,
  TeamBadge,
  Term,
} from '#platform/ui/index.ts'
import { NOW, Row, Specimen } from './specimen.tsx'

export function Figures() {
  return (
    <Specimen title="Figures" wide>
      <FigureRow>
        <Figure
          label="Win rate"
          term="win_rate"
          value="63.2%"
          cases={6711}
          delta={{ text: '2.1 points', direction: 'up', better: true, against: 'on last quarter' }}
          onExplain={() => {}}
        />
        <Figure
          label="Cycle length"
          value="48"
          unit="days"
          delta={{ text: '6 days', direction: 'up', better: false }}
          onExplain={() => {}}
        >
          <Sparkline
            label="Cycle length over the last year, rising since May"
            values={[41, 42, 40, 43, 42, 44, 43, 46, 47, 46, 48, 48]}
          />
        </Figure>
        <Figure
          label="Sourced pipeline"
          value={<Money amountMinor={1_000_553_400} currency="EUR" short />}
          note="1,425 deals without account are left out"
          onExplain={() => {}}
        />
        <Figure
          label="SAL rate"
          term="sal"
          value="71.4%"
          cases={14}
          interval={{ low: 0.454, high: 0.883 }}
          onExplain={() => {}}
        />
        <Figure label="Speed to lead" value={null} note="No calls or meetings are imported yet" />
        <Figure label="Open pipeline" value="0" loading />
      </FigureRow>
      <Row label="Values in text">
        <Count value={8_800} unit="deal" />
        <Money amountMinor={123_450} currency="EUR" />
        <Money amountMinor={98_700_000} currency="JPY" />
        <Share share={0.342} />
        <Share share={0.5} cases={4} />
        <Count value={null} />
        <RelativeTime at={NOW - 2 * 3_600_000} now={NOW} />
        <RelativeTime at={NOW - 40 * 86_400_000} now={NOW} />
        <Day day="2026-11-22" />
      </Row>
    </Specimen>
  )
}

export function Labels() {
  return (
    <Specimen title="Badges, people, terms">
      <Row label="States">
        <Badge>Open</Badge>
        <Badge tone="accent">Version 3</Badge>
        <Badge tone="good">Won</Badge>
        <Badge tone="warn">Sample data</Badge>
        <Badge tone="bad">Refused</Badge>
      </Row>
      <Row label="Teams: colour, shape and word">
        <TeamBadge team="marketing" />
        <TeamBadge team="sales" />
        <TeamBadge team="success" />
        <Badge tone="marketing">Marketing</Badge>
        <Badge tone="sales">Sales</Badge>
        <Badge tone="success">Success</Badge>
      </Row>
      <Row label="People and companies">
        <Avatar name="Rita Blum" />
        <Avatar name="Northwind Trading" square size={32} />
        <MailLink address="rita.blum@northwind.example" />
        <span>
          A lead becomes an <Term k="mql" /> when it passes the{' '}
          <Term k="qualification">qualification rule</Term>.
        </span>
      </Row>
      <Breadcrumbs
        items={[
          { label: 'Accounts', href: '/accounts' },
          { label: 'Northwind Trading', href: '/accounts/1' },
          { label: 'Rita Blum' },
        ]}
      />
      <Card>
        <Facts
          items={[
            { label: 'Owner', value: 'Jonas Falk' },
            { label: 'Domain', value: 'northwind.example' },
            { label: 'Employees', value: <Count value={1240} /> },
            { label: 'Last touch', value: <RelativeTime at={NOW - 86_400_000} now={NOW} /> },
          ]}
        />
      </Card>
    </Specimen>
  )
}

export function States() {
  return (
    <>
      <Specimen title="Notices and progress">
        <Banner title="Two names may be one product">GTXPro and GTX Pro are probably the same.</Banner>
        <Banner
          tone="warn"
          title="1,425 open deals have no account"
          action={<Button size="sm">Review</Button>}
          onDismiss={() => {}}
        />
        <Banner tone="bad" title="The import stopped">
          Row 48,112 has 300 columns in one cell.
        </Banner>
        <Banner tone="good">The import is finished.</Banner>
        <Progress label="Importing opportunities.csv" value={0.42} detail="3,696 of 8,800 rows" />
        <Progress label="Recomputing scores" value={null} />
      </Specimen>
      <Specimen title="Empty, loading, failed">
        <EmptyState
          icon={Inbox}
          title="No leads yet"
          action={<Button variant="primary">Import your exports</Button>}
        >
          Leads appear here once people and their touches are imported.
        </EmptyState>
        <Loading lines={3} />
        <ErrorState
          error={{
            title: 'This file cannot be read',
            status: 422,
            detail: 'Save it as CSV with UTF-8 encoding and upload it again.',
            requestId: '0199c2a4-77a0',
            errors: [],
          }}
          onRetry={() => {}}
        />
      </Specimen>
      <Specimen title="Code and keys">
        <CodeBlock label="agreement.yaml" lines marked={[3]}>
          {
            'qualification:\n  rule: fit >= 30 && engagement >= 40\n  handRaise: demo_request\n  cooldown: P30D'
          }
        </CodeBlock>
        <CodeBlock label="Invitation link">https://accord.example/invitation#k3t0-9f2a-77aa-01bc</CodeBlock>
      </Specimen>
    </>
  )
}
