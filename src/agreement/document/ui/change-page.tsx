import { type RouterHistory, useRouter } from '@tanstack/react-router'
import { CircleCheck, FileCheck2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import {
  Banner,
  Button,
  CodeTextarea,
  Dialog,
  ErrorState,
  Field,
  Input,
  Link,
  Loading,
  Page,
  PageHeader,
  Section,
  TextProblems,
  useGo,
  useMutate,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { adoptAgreement, checkAgreement, listAgreementVersions, readAgreement } from '../contract.ts'
import { Changes } from './changes.tsx'

const Search = z.object({ version: z.number().int().min(1).optional() })

export default function ChangePage() {
  const [{ version }] = useSearchState(Search)
  const { data, error, isPending, refetch } = useOperation(readAgreement, { version })
  return (
    <Page>
      <PageHeader
        title="Propose a change"
        description="Edit the text, check it, read in plain words what it changes, and adopt it as the next version."
        crumbs={[{ label: 'Agreement', href: '/agreement' }, { label: 'Propose a change' }]}
      />
      {isPending && <Loading lines={12} />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && <Editor key={data.version.number} written={data.yaml} />}
    </Page>
  )
}

function Editor({ written }: { written: string }) {
  const [text, setText] = useState(written)
  const area = useRef<HTMLTextAreaElement>(null)
  const check = useMutate(checkAgreement)
  const checked = check.data && check.variables?.yaml === text ? check.data : null
  const adopted = useRef(false)
  const leaving = useUnsaved(() => text !== written && !adopted.current)
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Field
        label="Agreement in YAML"
        hint={
          <>
            Lines that begin with # are explanations. An editor that knows the{' '}
            <Link href="/api/agreement/schema" download>
              JSON Schema
            </Link>{' '}
            helps while typing.
          </>
        }
      >
        <CodeTextarea ref={area} rows={34} value={text} onChange={setText} />
      </Field>
      <div className="flex min-w-0 flex-col gap-6 xl:sticky xl:top-6">
        <div className="flex flex-wrap items-center gap-3">
          <Button
            variant={checked?.ok ? 'secondary' : 'primary'}
            icon={FileCheck2}
            busy={check.isPending}
            onClick={() => check.mutate({ yaml: text })}
          >
            Check
          </Button>
          {check.data && !checked && (
            <span className="text-ink-3">The text has changed since the last check.</span>
          )}
        </div>
        {checked && checked.problems.length > 0 && <TextProblems problems={checked.problems} area={area} />}
        {checked?.ok && (
          <>
            <Section title="What changes">
              <Changes changes={checked.changes} none="Nothing: it says the same as the version in force." />
            </Section>
            <Adoption
              yaml={text}
              onAdopted={() => {
                adopted.current = true
              }}
            />
          </>
        )}
      </div>
      {leaving && <LeaveQuestion onAnswer={leaving} />}
    </div>
  )
}

function Adoption({ yaml, onAdopted }: { yaml: string; onAdopted: () => void }) {
  const go = useGo()
  const [note, setNote] = useState('')
  const adopt = useMutate(adoptAgreement, {
    quiet: true,
    invalidates: [readAgreement, listAgreementVersions],
    done: ({ number }) => `Version ${number} adopted`,
    onDone: () => {
      onAdopted()
      go('/agreement/versions')
    },
  })
  return (
    <Section title="Adopt it">
      <div className="flex flex-col gap-4">
        <Field label="Why" optional hint="One sentence that both teams will read in the list of versions">
          <Input value={note} onChange={setNote} maxLength={500} />
        </Field>
        <Banner tone="info">
          It holds from the day named by effectiveFrom, or at once. Scores and stages are worked out anew from
          that day on.
        </Banner>
        {adopt.error && <ErrorState error={adopt.error} compact />}
        <div>
          <Button
            variant="primary"
            icon={CircleCheck}
            busy={adopt.isPending}
            onClick={() => adopt.mutate({ yaml, ...(note.trim() && { note: note.trim() }) })}
          >
            Adopt as the next version
          </Button>
        </div>
      </div>
    </Section>
  )
}

type Answer = (leave: boolean) => void
type Move = Record<'currentLocation' | 'nextLocation', { pathname: string }>

/**
 * Asks before the page is left over text that is nowhere else: the browser asks where the tab is closed, the page itself where another page
 * of the app is opened.
 *
 * @param unsaved whether there is such text now
 * @returns takes the answer while the question is open
 */
function useUnsaved(unsaved: () => boolean): Answer | null {
  const history: RouterHistory = useRouter().history
  const [answer, setAnswer] = useState<Answer | null>(null)
  const latest = useRef(unsaved)
  latest.current = unsaved
  useEffect(
    () =>
      history.block({
        enableBeforeUnload: () => latest.current(),
        blockerFn: async (move: Move) => {
          if (!latest.current() || move.currentLocation.pathname === move.nextLocation.pathname) return false
          const leave = await new Promise<boolean>((resolve) => setAnswer(() => resolve))
          setAnswer(null)
          return !leave
        },
      }),
    [history],
  )
  return answer
}

function LeaveQuestion({ onAnswer }: { onAnswer: Answer }) {
  return (
    <Dialog
      size="sm"
      title="Leave without adopting?"
      description="What you changed in the text is nowhere else. It is gone when you leave this page."
      open
      onOpenChange={(open) => !open && onAnswer(false)}
      footer={
        <>
          <Button onClick={() => onAnswer(false)}>Stay here</Button>
          <Button variant="danger" onClick={() => onAnswer(true)}>
            Leave and lose it
          </Button>
        </>
      }
    />
  )
}
