import { Ellipsis, FileUp, Pencil, Plus, Search, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import {
  Button,
  ButtonLink,
  Checkbox,
  CodeTextarea,
  Combobox,
  ConfirmDialog,
  DateRange,
  Dialog,
  Drawer,
  Field,
  FileDrop,
  IconButton,
  Input,
  Kbd,
  Link,
  Menu,
  MultiCombobox,
  PageTabs,
  Popover,
  RadioGroup,
  rangePresets,
  Segmented,
  Select,
  Switch,
  Tabs,
  Textarea,
  TextProblems,
  Tooltip,
  toast,
} from '#platform/ui/index.ts'
import { Row, Specimen } from './specimen.tsx'

const STAGES = [
  { value: 'mql', label: 'MQL', hint: 'Marketing qualified' },
  { value: 'sal', label: 'SAL', hint: 'Sales accepted' },
  { value: 'sql', label: 'SQL', hint: 'Sales qualified' },
]
const CAMPAIGNS = [
  'Autumn webinar',
  'Benchmark report',
  'Partner roadshow',
  'Search brand',
  'Trade fair Hanover',
].map((label) => ({
  value: label,
  label,
}))

export function Buttons() {
  return (
    <Specimen title="Buttons and links">
      <Row label="Kinds">
        <Button variant="primary" icon={Plus}>
          New import
        </Button>
        <Button>Secondary</Button>
        <Button variant="quiet">Quiet</Button>
        <Button variant="danger" icon={Trash2}>
          Delete
        </Button>
      </Row>
      <Row label="Sizes and states">
        <Button size="sm">Small</Button>
        <Button size="lg" variant="primary">
          Large
        </Button>
        <Button busy>Saving</Button>
        <Button disabled>Disabled</Button>
        <ButtonLink href="/dev/kit" icon={FileUp}>
          Link as button
        </ButtonLink>
      </Row>
      <Row label="Icon buttons and links">
        <IconButton icon={Pencil} label="Edit" />
        <IconButton icon={Ellipsis} label="More" variant="secondary" />
        <span>
          Read the <Link href="/dev/kit">definition of a lead</Link> first.
        </span>
        <Kbd>Ctrl K</Kbd>
      </Row>
    </Specimen>
  )
}

export function Fields() {
  const [stage, setStage] = useState('mql')
  const [campaign, setCampaign] = useState<string | null>(null)
  const [several, setSeveral] = useState(['Benchmark report', 'Search brand'])
  return (
    <Specimen title="Fields">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" hint="As it stands in the agreement">
          <Input defaultValue="Northwind Trading" />
        </Field>
        <Field label="E-mail" error="Write an address like name@company.com">
          <Input defaultValue="anna@" />
        </Field>
        <Field label="Search" labelHidden>
          <Input type="search" icon={Search} placeholder="Search" />
        </Field>
        <Field label="Response time" optional>
          <Input numeric defaultValue="120" end="min" />
        </Field>
        <Field label="Stage">
          <Select value={stage} onChange={setStage} options={STAGES} />
        </Field>
        <Field label="Campaign">
          <Combobox
            value={campaign}
            onChange={setCampaign}
            options={CAMPAIGNS}
            placeholder="Find a campaign"
          />
        </Field>
        <Field label="Several campaigns" className="sm:col-span-2">
          <MultiCombobox values={several} onChange={setSeveral} options={CAMPAIGNS} />
        </Field>
        <Field label="Locked">
          <Input disabled defaultValue="Set by the agreement" />
        </Field>
        <Field label="Note">
          <Textarea rows={2} placeholder="Why this lead was rejected" />
        </Field>
      </div>
    </Specimen>
  )
}

export function Choices() {
  const [on, setOn] = useState(true)
  const [order, setOrder] = useState<'cohort' | 'period'>('cohort')
  const [date, setDate] = useState<'day' | 'month'>('day')
  const [range, setRange] = useState({ from: '2026-08-25', to: '2026-11-22' })
  return (
    <Specimen title="Choices">
      <Row label="Checkbox and switch">
        <Checkbox label="Own employees" checked={on} onChange={setOn} />
        <Checkbox label="Students" checked={false} onChange={() => {}} />
        <Checkbox label="Some" checked={false} indeterminate onChange={() => {}} />
        <Switch label="Remind" checked={on} onChange={setOn} />
        <Switch label="Off" checked={false} onChange={() => {}} />
      </Row>
      <RadioGroup
        label="Date order"
        value={date}
        onChange={setDate}
        options={[
          { value: 'day', label: '03/04/2026 is 3 April', hint: '412 rows fit, 0 do not' },
          { value: 'month', label: '03/04/2026 is 4 March', hint: '398 rows fit, 14 do not' },
        ]}
      />
      <Row label="Segmented control and period">
        <Segmented
          label="Version"
          value={order}
          onChange={setOrder}
          options={[
            { value: 'cohort', label: 'Cohort' },
            { value: 'period', label: 'Period' },
          ]}
        />
        <DateRange value={range} onChange={setRange} presets={rangePresets('2026-11-22')} />
      </Row>
      <FileDrop
        label="Drop CSV exports here, or choose them"
        hint="HubSpot, Salesforce or a plain spreadsheet, up to 2 GB each"
        onFiles={(files) => toast({ title: `${files.length} files taken` })}
      />
    </Specimen>
  )
}

export function Overlays() {
  const [tab, setTab] = useState<'timeline' | 'score'>('timeline')
  return (
    <Specimen title="Overlays and tabs">
      <Row label="Dialog, drawer, menu, popover, tooltip, toast">
        <Dialog
          trigger={<Button>Dialog</Button>}
          title="Merge two accounts"
          description="GTXPro and GTX Pro have the same domain and the same phone number."
          footer={<Button variant="primary">Merge</Button>}
        >
          <Field label="Name that stays">
            <Input defaultValue="GTXPro" />
          </Field>
        </Dialog>
        <ConfirmDialog
          trigger={<Button>Confirm</Button>}
          title="Undo this import?"
          description="4,238 records go back to what they were before it."
          confirm="Undo the import"
          danger
          onConfirm={() => {}}
        />
        <Drawer trigger={<Button>Drawer</Button>} title="Win rate" description="Won of all that were decided">
          <p>Details beside the list.</p>
        </Drawer>
        <Menu
          trigger={<Button icon={Ellipsis}>Menu</Button>}
          entries={[
            { label: 'Edit', icon: Pencil },
            { label: 'Chosen', checked: true },
            { kind: 'separator' },
            { label: 'Delete', icon: Trash2, danger: true },
          ]}
        />
        <Popover trigger={<Button>Popover</Button>} title="Filters">
          A few controls.
        </Popover>
        <Tooltip content="A short hint" shortcut="?">
          <Button>Tooltip</Button>
        </Tooltip>
        <Button
          onClick={() =>
            toast({
              title: 'Member removed',
              description: 'Rita Blum has no access any more.',
              undo: () => {},
            })
          }
        >
          Toast with undo
        </Button>
        <Button
          onClick={() => toast({ tone: 'bad', title: 'Not saved', description: 'The disk is nearly full.' })}
        >
          Failure
        </Button>
      </Row>
      <PageTabs
        label="Pages of hand-offs"
        here="/dev/kit"
        places={[
          { href: '/dev/kit', label: 'Inbox' },
          { href: '/handoffs/team', label: 'Team' },
        ]}
      />
      <Tabs
        label="Parts of a lead"
        value={tab}
        onChange={setTab}
        items={[
          { value: 'timeline', label: 'Timeline', count: 48, content: <p>Both teams on one line.</p> },
          { value: 'score', label: 'Score', content: <p>Every point explained.</p> },
        ]}
      />
    </Specimen>
  )
}

export function Code() {
  const [text, setText] = useState('routing:\n  catchAll: pool.inbound\n  rules: []\n')
  const area = useRef<HTMLTextAreaElement>(null)
  return (
    <Specimen title="Text with lines">
      <Field label="Clause in YAML">
        <CodeTextarea ref={area} rows={4} value={text} onChange={setText} />
      </Field>
      <TextProblems
        area={area}
        problems={[
          { line: 2, column: 13, message: 'There is no pool named "inbound".' },
          { line: 3, column: 3, message: 'No rule comes before the catch-all.', severity: 'warning' },
        ]}
      />
    </Specimen>
  )
}
