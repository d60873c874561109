import { X } from 'lucide-react'
import { FileDrop, IconButton, Progress, useMutate } from '#platform/ui/index.ts'
import {
  type ImportView,
  listImports,
  lookAtImport,
  previewImport,
  readImport,
  removeImportFile,
} from '../contract.ts'
import { useUpload } from './use-upload.ts'

/** Adds files to an import; one with the name of another takes its place. */
export function MoreFiles({ id }: { id: string }) {
  const { send, sending } = useUpload(id)
  return (
    <div>
      <FileDrop
        label="Add CSV files, or choose them again"
        accept=".csv,.tsv,.txt,text/csv"
        multiple
        disabled={sending !== null}
        onFiles={send}
      />
      {sending !== null && <Progress label={`Sending ${sending}`} value={null} />}
    </div>
  )
}

/** Takes one file out of an import; the others are looked at anew, since files explain each other. */
export function TakeOut({ run, name }: { run: ImportView; name: string }) {
  const look = useMutate(lookAtImport, { invalidates: [readImport, previewImport, listImports] })
  const remove = useMutate(removeImportFile, {
    invalidates: [readImport, listImports],
    done: `Taken out: ${name}`,
    onDone: ({ id, files }) => {
      if (files.length > 0) look.mutate({ id })
    },
  })
  const file = run.files.find((one) => one.name === name)
  if (!file) return null
  return (
    <IconButton
      icon={X}
      label={`Take ${name} out of this import`}
      disabled={remove.isPending || look.isPending}
      onClick={() => remove.mutate({ id: run.id, fileId: file.id })}
    />
  )
}
