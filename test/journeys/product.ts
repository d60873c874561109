import { afterFile } from '../after-file.ts'
import { testServerDatabase } from '../database.ts'
import { launchProduct, type RunningProduct } from './launch.ts'

export type { RunningProduct } from './launch.ts'

/** The product for the tests of one file, on the embedded database or on a database of its own of TEST_DATABASE_URL. */
export async function startProduct(): Promise<RunningProduct> {
  const server = process.env.TEST_DATABASE_URL
  const database = server ? await testServerDatabase(server) : null
  const product = await launchProduct(database ? { DATABASE_URL: database.url } : {})
  afterFile(async () => {
    await product.stop()
    await database?.remove()
  })
  return product
}
