import { useState } from 'react'
import {
  Banner,
  Button,
  ErrorState,
  Input,
  Loading,
  Section,
  Select,
  useList,
  useMutate,
  useOperation,
} from '#platform/ui/index.ts'
import {
  dryRunImport,
  type ImportView,
  listImports,
  listMappings,
  previewImport,
  readImport,
  saveMapping,
  setImportMapping,
  startImport,
} from '../contract.ts'
import type { Mapping } from '../mapping.ts'
import type { Understanding } from '../understanding.ts'
import { CountsTable } from './counts-table.tsx'
import { FileMappingCard } from './file-mapping.tsx'
import { MoreFiles, TakeOut } from './files.tsx'
import { Questions } from './questions.tsx'
import { Suggestions } from './suggestions.tsx'

/** The step before anything is written: what was understood, what is unclear, what would happen. */
export function ImportCheck({ run }: { run: ImportView }) {
  const { data, error, isPending, refetch } = useOperation(previewImport, { id: run.id }, { keep: false })
  if (isPending) return <Loading lines={8} label="Loading what was understood" />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data.understanding || !data.mapping)
    return <Banner tone="warn">The files have not been looked at yet. Add them again.</Banner>
  return (
    <Check
      key={JSON.stringify(data.mapping).length}
      run={run}
      understanding={data.understanding}
      saved={data.mapping}
    />
  )
}

function Check({
  run,
  understanding,
  saved,
}: {
  run: ImportView
  understanding: Understanding
  saved: Mapping
}) {
  const [mapping, setMapping] = useState(saved)
  const [answers, setAnswers] = useState<Record<string, string>>({})
  const refresh = { invalidates: [readImport, previewImport, listImports] }
  const apply = useMutate(setImportMapping, {
    ...refresh,
    done: 'The files are read anew under your choices',
  })
  const isChanged = mapping !== saved || Object.keys(answers).length > 0
  const open = understanding.questions.filter(
    (question) => question.must && answers[question.id] === undefined,
  )
  const cards = understanding.files.map((file) => (
    <FileMappingCard
      key={file.file}
      file={file}
      mapping={mapping}
      onChange={setMapping}
      // looking at the files anew would lose choices that are not applied yet
      takeOut={!isChanged && <TakeOut run={run} name={file.file} />}
    />
  ))
  if (understanding.files.every((file) => file.problem !== null || file.rows === 0))
    return (
      <>
        <Banner tone="warn" title="There is nothing to import in these files">
          What stands in the way is said for each below. Save them as CSV with a header and rows, and add them
          again.
        </Banner>
        {cards}
        <MoreFiles id={run.id} />
      </>
    )
  return (
    <>
      <Next
        run={run}
        isChanged={isChanged}
        open={open.length}
        apply={() => apply.mutate({ id: run.id, mapping, answers })}
        applying={apply.isPending}
      />
      {understanding.questions.length > 0 && (
        <Questions
          questions={understanding.questions}
          answers={answers}
          onAnswer={(id, value) => setAnswers({ ...answers, [id]: value })}
        />
      )}
      {understanding.suggestions.length > 0 && (
        <Suggestions suggestions={understanding.suggestions} mapping={mapping} onChange={setMapping} />
      )}
      {cards}
      {!isChanged && <MoreFiles id={run.id} />}
      <SavedMappings mapping={mapping} onChoose={setMapping} />
    </>
  )
}

/** The one next step, and the counts of the dry run. */
function Next({
  run,
  isChanged,
  open,
  apply,
  applying,
}: {
  run: ImportView
  isChanged: boolean
  open: number
  apply: () => void
  applying: boolean
}) {
  const refresh = { invalidates: [readImport, listImports] }
  const dryRun = useMutate(dryRunImport, refresh)
  const start = useMutate(startImport, refresh)
  const buttons = isChanged ? (
    <Button variant="primary" busy={applying} onClick={apply}>
      Apply your choices
    </Button>
  ) : (
    <>
      <Button disabled={open > 0} busy={dryRun.isPending} onClick={() => dryRun.mutate({ id: run.id })}>
        Try without writing
      </Button>
      <Button
        variant="primary"
        disabled={open > 0}
        busy={start.isPending}
        onClick={() => start.mutate({ id: run.id })}
      >
        Import
      </Button>
    </>
  )
  const waiting =
    open === 1 ? 'One question is to be answered first.' : `${open} questions are to be answered first.`
  return (
    <Section
      title="Check, then import"
      description={
        open > 0
          ? waiting
          : 'Look at what was understood below. Trying it first shows how many records would be new, changed or left out.'
      }
      actions={buttons}
      flush={run.dryCounts !== null}
      plain={run.dryCounts === null}
    >
      {run.dryCounts && !isChanged && (
        <CountsTable counts={run.dryCounts} caption="What the import would do" />
      )}
    </Section>
  )
}

function SavedMappings({ mapping, onChoose }: { mapping: Mapping; onChoose: (mapping: Mapping) => void }) {
  const [name, setName] = useState('')
  const list = useList(listMappings, { limit: 100 })
  const save = useMutate(saveMapping, { invalidates: [listMappings], done: 'Mapping saved' })
  const choose = (id: string) => {
    const found = list.items.find((item) => item.id === id)
    if (found) onChoose({ ...found.mapping, files: fitted(found.mapping, mapping) })
  }
  return (
    <Section
      title="Saved mappings"
      description="Keep these choices for the next export of the same kind, or take those of an earlier one."
    >
      <div className="flex flex-wrap items-end gap-3">
        <Input
          aria-label="Name of the mapping"
          placeholder="Name, such as HubSpot contacts"
          value={name}
          onChange={setName}
          className="w-64"
        />
        <Button
          disabled={name.trim() === ''}
          busy={save.isPending}
          onClick={() => save.mutate({ name, mapping })}
        >
          Save
        </Button>
        {list.items.length > 0 && (
          <Select
            label="Saved mapping"
            compact
            placeholder="Use a saved one"
            value={null}
            options={list.items.map((item) => ({ value: item.id, label: item.name }))}
            onChange={choose}
          />
        )}
      </div>
    </Section>
  )
}

/** A saved mapping laid over the files of this import: a file with the same headers takes its choices. */
function fitted(saved: Mapping, present: Mapping): Mapping['files'] {
  return present.files.map((file) => {
    const headers = new Set(file.columns.map(({ header }) => header))
    const found = saved.files.find(
      (other) => other.file === file.file || other.columns.every(({ header }) => headers.has(header)),
    )
    if (!found) return file
    const columns = file.columns.map(
      (column) => found.columns.find(({ header }) => header === column.header) ?? column,
    )
    return { ...found, file: file.file, columns }
  })
}
