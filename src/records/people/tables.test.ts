import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { testDatabase } from '#test/database.ts'
import { personName } from './tables.ts'

it('a person goes by the full name, else by the address', async () => {
  const database = await testDatabase()
  const { rows } = await database.system((tx) =>
    tx.execute(sql`
      select ${personName} as name from (values (1, 'Ann', 'Archer', 'ann@a.test'), (2, 'Ann', null, null), (3, '', 'Archer', null),
        (4, ' ', '', 'ann@a.test'), (5, null, null, null)) as p(n, first_name, last_name, email) order by n`),
  )
  expect(rows.map(({ name }) => name)).toEqual(['Ann Archer', 'Ann', 'Archer', 'ann@a.test', 'No name'])
})
