import { type Handler, handle } from '#platform/operation/index.ts'
import * as contract from './contract.ts'
import { errorsFile } from './errors-service.ts'
import { forget, mappings, save } from './mapping-service.ts'
import * as service from './service.ts'

/** Imports as operations. */
export const operations: Handler[] = [
  handle(contract.createImport, service.create),
  handle(contract.uploadImportFile, service.upload),
  handle(contract.removeImportFile, service.removeFile),
  handle(contract.discardImport, service.discard),
  handle(contract.listImports, service.list),
  handle(contract.readImport, service.read),
  handle(contract.previewImport, service.preview),
  handle(contract.lookAtImport, service.look),
  handle(contract.setImportMapping, service.setMapping),
  handle(contract.dryRunImport, service.dryRun),
  handle(contract.startImport, service.start),
  handle(contract.cancelImport, service.cancel),
  handle(contract.undoImport, service.undo),
  handle(contract.downloadImportErrors, errorsFile),
  handle(contract.listMappings, mappings),
  handle(contract.saveMapping, save),
  handle(contract.deleteMapping, forget),
]
