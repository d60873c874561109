import pg from 'pg'

/** A database of its own on the server, removed afterwards. */
export async function freshDatabase(server: string): Promise<{ url: string; remove(): Promise<void> }> {
  const name = `accord_bench_${process.pid}`
  const onAdmin = async (statement: string) => {
    const admin = new pg.Client({ connectionString: server })
    await admin.connect()
    await admin.query(statement)
    await admin.end()
  }
  await onAdmin(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, remove: () => onAdmin(`drop database if exists ${name} with (force)`) }
}
