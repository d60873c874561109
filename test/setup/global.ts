import { prepareTemplate, removeTemplate } from './template.ts'

/** Once before all tests: the thread of the embedded database is built and a migrated template stands ready to be cloned. */
export default async function setup(): Promise<() => Promise<void>> {
  await prepareTemplate()
  return removeTemplate
}
