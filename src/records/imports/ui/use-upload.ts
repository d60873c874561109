import { useState } from 'react'
import { toast, useGo, useMutate } from '#platform/ui/index.ts'
import { createImport, listImports, lookAtImport, readImport, uploadImportFile } from '../contract.ts'

/** Begins an import with the files given (or adds them to one), has them looked at, and opens its page. */
export function useUpload(importId?: string): { send: (files: File[]) => void; sending: string | null } {
  const [sending, setSending] = useState<string | null>(null)
  const go = useGo()
  const create = useMutate(createImport, { invalidates: [listImports] })
  const upload = useMutate(uploadImportFile, { invalidates: [readImport] })
  const look = useMutate(lookAtImport, { invalidates: [readImport, listImports] })
  const send = async (files: File[]) => {
    try {
      setSending(files[0]!.name)
      const name =
        files.length === 1
          ? files[0]!.name
          : `${files.length} files: ${files.map((file) => file.name).join(', ')}`
      const id = importId ?? (await create.mutateAsync({ name: name.slice(0, 200) })).id
      for (const file of files) {
        setSending(file.name)
        await upload.mutateAsync({ id, name: file.name, upload: file })
      }
      await look.mutateAsync({ id })
      go(`/imports/${id}`)
    } catch {
      // The refusal has been shown; the files that arrived stay.
      toast({
        tone: 'info',
        title: 'Not every file was taken',
        description: 'Choose the missing ones again.',
      })
    } finally {
      setSending(null)
    }
  }
  return { send: (files) => void send(files), sending }
}
