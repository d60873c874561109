import { describe, expect, it } from 'vitest'
import { findingOf, workspaceTables } from './sql-lint.ts'

const tables = new Set(['person', 'touch', 'job'])
const check = (sql: string) => findingOf(sql, tables)

describe('a statement passes when each workspace table has its own parameter', () => {
  it.each([
    'select * from person where workspace_id = $1',
    'select "person"."id" from "person" where ("person"."workspace_id" = $1 and "person"."id" = $2)',
    'select * from person p join touch as t on t.workspace_id = $1 and t.person_id = p.id where p.workspace_id = $1',
    'select * from person p, touch t where p.workspace_id = $1 and t.workspace_id = $1',
    'select extract(epoch from p.at) from person p where $1 = p.workspace_id',
    'with x as (select id from touch where workspace_id = $1) select * from x join person p on p.id = x.id and p.workspace_id = $1',
    'select * from person p left join lateral (select 1 from touch t where t.workspace_id = $1 limit 1) l on true where p.workspace_id = $1',
    'insert into person (workspace_id, id) values ($1, $2) on conflict (workspace_id, id) do update set name = excluded.name',
    'insert into touch ("workspace_id", "id") select workspace_id, id from person where workspace_id = $1',
    'update person set name = $2 where workspace_id = $1',
    'update person as p set name = x.name from unnest($2::uuid[]) as x(id) where p.workspace_id = $1 and p.id = x.id',
    'delete from person where workspace_id = $1 and name is distinct from $2',
    'select * from workspace where id = $1 -- from person',
    'with touch as (select 1 as id from person where workspace_id = $1) select * from touch join touch as other on true',
    'select 1 from person where workspace_id = $1 union all select 2 from touch where workspace_id = $1',
    'update job set state = $2 where workspace_id = $1 and id = any(array(select id from job where workspace_id = $1 for update skip locked limit 1))',
  ])('%s', (sql) => {
    expect(check(sql)).toBeUndefined()
  })
})

describe('a statement is refused when one of them has none', () => {
  it.each([
    ['select * from person', 'person has no'],
    ['select * from person where id = $1', 'person has no'],
    [
      'select * from person p join touch t on t.person_id = p.id where p.workspace_id = $1',
      'touch (t) has no',
    ],
    [
      'select * from person p join touch t on t.workspace_id = p.workspace_id where p.workspace_id = $1',
      'touch (t) has no',
    ],
    [
      'select * from person p join touch t on t.person_id = p.id where workspace_id = $1',
      'person (p) has no',
    ],
    [
      'select * from person where workspace_id = $1 and exists (select 1 from touch t where t.person_id = person.id)',
      'touch (t)',
    ],
    ["select * from person where workspace_id = current_setting('app.ws')::uuid", 'person has no'],
    ['update person set name = $1 where id = $2', 'person has no'],
    ['delete from touch using person p where touch.workspace_id = $1', 'person (p) has no'],
    ['with touch as materialized (select * from touch) select * from touch', 'touch has no'],
    ['insert into person (id) values ($1)', 'does not name'],
    ['select 1 from person where workspace_id = $1 union all select 2 from touch', 'touch has no'],
    ['with x as (update person set name = $1 returning id) select * from x', 'person has no'],
  ])('%s', (sql, finding) => {
    expect(check(sql)).toContain(finding)
  })
})

describe('the tables it knows', () => {
  it('are those of the migrations that have a workspace_id', () => {
    expect(workspaceTables().has('job')).toBe(true)
    expect(workspaceTables().has('app_user')).toBe(false)
  })
})
