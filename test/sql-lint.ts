import fs from 'node:fs'
import path from 'node:path'
import type { StatementWatch } from '#platform/db/index.ts'
import { migrationsFolder } from '#platform/db/migrate.ts'

/**
 * Reads each statement that runs behind the wall of a workspace and refuses those in which a workspace table has no
 * `workspace_id = $n` of its own: on a server that is spread over several machines they would ask all of them.
 */
export function lintStatements(tables: ReadonlySet<string> = workspaceTables()): StatementWatch {
  const inWorkspace = new Set<number>()
  const known = new Map<string, string | undefined>()
  return ({ text, connection }) => {
    if (/^begin\b/i.test(text)) {
      if (text.includes('app.ws')) inWorkspace.add(connection)
      else inWorkspace.delete(connection)
      return undefined
    }
    if (!inWorkspace.has(connection)) return undefined
    if (!known.has(text)) known.set(text, findingOf(text, tables))
    const finding = known.get(text)
    if (finding) throw new Error(`SQL lint: ${finding}\n${text}`)
    return undefined
  }
}

/** Tables with a workspace_id, as the migrations have them. */
export function workspaceTables(): Set<string> {
  const snapshot = JSON.parse(fs.readFileSync(path.join(migrationsFolder(), 'snapshot.json'), 'utf8')) as {
    tables: Record<string, { name: string; columns: Record<string, unknown> }>
  }
  const tables = Object.values(snapshot.tables)
  return new Set(tables.filter((table) => 'workspace_id' in table.columns).map((table) => table.name))
}

interface Scope {
  /** tables and queries it reads, by the name they go under here */
  sources: { table: string; alias: string; kind: 'read' | 'insert' }[]
  /** aliases whose workspace is fixed by a parameter; '' when it is said without alias */
  fixed: string[]
  columns: string[]
  /** the `with` query whose body this is */
  body: string
}

const TOKEN =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\d+|[A-Za-z_][A-Za-z0-9_$]*|::|[<>!=]+|[\s\S]/g
const NOT_AN_ALIAS = new Set(
  (
    'where on set values select from join left right inner outer full cross natural using order group having limit offset for union ' +
    'except intersect returning default overriding window fetch lateral with as tablesample'
  ).split(' '),
)

/** What is wrong with the statement, `undefined` when nothing is. */
export function findingOf(sql: string, tables: ReadonlySet<string>): string | undefined {
  const scopes: Scope[] = []
  readScope(tokensOf(sql), 0, scopes, '')
  const queries = new Set(scopes.map((scope) => scope.body))
  for (const scope of scopes) {
    for (const { table, alias, kind } of scope.sources) {
      // The name of a `with` query hides a table of the same name, except in its own body.
      if (!tables.has(table) || (queries.has(table) && scope.body !== table)) continue
      if (kind === 'insert') {
        if (!scope.columns.includes('workspace_id')) return `insert into ${table} does not name workspace_id`
        continue
      }
      const reads = scope.sources.filter((source) => source.kind === 'read')
      if (scope.fixed.includes(alias) || (reads.length === 1 && scope.fixed.includes(''))) continue
      return `${table}${alias === table ? '' : ` (${alias})`} has no workspace_id = $n of its own`
    }
  }
  return undefined
}

function tokensOf(sql: string): string[] {
  const tokens = sql.match(TOKEN) ?? []
  return tokens
    .filter((token) => !/^(\s|--|\/\*)/.test(token))
    .map((token) =>
      token.startsWith('"') ? token.slice(1, -1) : token.startsWith("'") ? token : token.toLowerCase(),
    )
}

/** Reads one select (insert, update, delete) and, by calling itself, those inside it; answers where it ends. */
function readScope(tokens: string[], start: number, scopes: Scope[], body: string): number {
  let scope: Scope = { sources: [], fixed: [], columns: [], body }
  scopes.push(scope)
  let depth = 0
  /** depths of brackets at which a comma separates tables */
  let listDepth = -1
  for (let at = start; at < tokens.length; at += 1) {
    const token = tokens[at]!
    if (token === '(') {
      if (['select', 'with', 'insert', 'update', 'delete', 'values'].includes(tokens[at + 1] ?? '')) {
        at = readScope(tokens, at + 1, scopes, nameOfQuery(tokens, at))
      } else depth += 1
    } else if (token === ')') {
      if (depth === 0) return at
      depth -= 1
    } else if (token === 'union' || token === 'except' || token === 'intersect') {
      scope = { sources: [], fixed: [], columns: [], body }
      scopes.push(scope)
      listDepth = -1
    } else if (token === 'from' && !isPartOfExpression(tokens, at)) {
      listDepth = depth
      readSource(tokens, at + 1, scope)
    } else if (
      token === 'join' ||
      (token === 'using' && tokens[at + 1] !== '(' && tokens[start] === 'delete')
    ) {
      readSource(tokens, at + 1, scope)
    } else if (token === ',' && depth === listDepth) readSource(tokens, at + 1, scope)
    else if (token === 'update' && at === start && tokens[at + 1] !== 'set') readSource(tokens, at + 1, scope)
    else if (token === 'update' && tokens[at - 1] === ')') readSource(tokens, at + 1, scope)
    else if (token === 'into') readInsert(tokens, at + 1, scope)
    else if (
      ['where', 'group', 'order', 'limit', 'returning', 'set', 'having', 'for', 'on'].includes(token)
    ) {
      // A comma after these separates expressions; after `on` a further table may follow, which is rare and found by `join`.
      if (depth === listDepth) listDepth = -1
    }
    if (token === 'workspace_id') readPredicate(tokens, at, scope)
  }
  return tokens.length
}

/** `x` for the bracket in `with x as (`, `, x (a, b) as materialized (`; '' for any other. */
function nameOfQuery(tokens: string[], bracket: number): string {
  let at = bracket - 1
  while (['materialized', 'not'].includes(tokens[at] ?? '')) at -= 1
  if (tokens[at] !== 'as') return ''
  at -= 1
  if (tokens[at] === ')') at = tokens.lastIndexOf('(', at) - 1
  return ['with', 'recursive', ','].includes(tokens[at - 1] ?? '') ? tokens[at]! : ''
}

/** `extract(epoch from x)`, `trim(both from x)`, `is distinct from y`, `substring(x from 1)`. */
function isPartOfExpression(tokens: string[], at: number): boolean {
  if (tokens[at - 1] === 'distinct' && ['is', 'not'].includes(tokens[at - 2] ?? '')) return true
  for (let back = at - 1, depth = 0; back >= 0; back -= 1) {
    if (tokens[back] === ')') depth += 1
    else if (tokens[back] === '(') {
      if (depth === 0)
        return ['extract', 'trim', 'substring', 'overlay', 'position'].includes(tokens[back - 1] ?? '')
      depth -= 1
    }
  }
  return false
}

function readSource(tokens: string[], start: number, scope: Scope): void {
  let at = start
  while (['only', 'lateral'].includes(tokens[at] ?? '')) at += 1
  const table = tokens[at]
  // A query in brackets is a scope of its own; a function is no table.
  if (!table || table === '(' || tokens[at + 1] === '(' || !/^[a-z_]/i.test(table)) {
    scope.sources.push({ table: '', alias: '', kind: 'read' })
    return
  }
  const next = tokens[at + 1] === 'as' ? tokens[at + 2] : tokens[at + 1]
  const alias = next && /^[a-z_]/i.test(next) && !NOT_AN_ALIAS.has(next) ? next : table
  scope.sources.push({ table, alias, kind: 'read' })
}

function readInsert(tokens: string[], start: number, scope: Scope): void {
  const table = tokens[start]!
  const open = tokens.indexOf('(', start)
  scope.sources.push({ table, alias: table, kind: 'insert' })
  if (open < 0 || open > start + 3) return
  scope.columns.push(...tokens.slice(open + 1, tokens.indexOf(')', open)))
}

/** `workspace_id = $1`, `x.workspace_id = $1`, `$1 = x.workspace_id`; a UUID in quotes counts as a parameter. */
function readPredicate(tokens: string[], at: number, scope: Scope): void {
  const alias = tokens[at - 1] === '.' ? tokens[at - 2]! : ''
  const first = alias ? at - 2 : at
  const isValue = (token: string | undefined) =>
    token !== undefined && /^(\$\d+|'[0-9a-f-]{36}')$/i.test(token)
  const after = tokens[at + 1] === '=' && isValue(tokens[at + 2])
  const before = tokens[first - 1] === '=' && isValue(tokens[first - 2])
  if (after || before) scope.fixed.push(alias)
}
