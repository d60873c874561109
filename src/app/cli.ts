import { Command, CommanderError } from 'commander'
import { checkCommand, diffCommand } from '#agreement/document/index.ts'
import { addClockCommands } from './commands/clock.ts'
import { allowLostReaders, outputOf } from './commands/output.ts'
import { refusalOf } from './commands/refusal.ts'
import { addRemoteCommands } from './commands/remote.ts'
import { contracts } from './contracts.ts'
import { VERSION } from './installation.ts'

/**
 * The command line `accord`. Each command answers with an exit code: 0 success, 1 refused or findings, 2 wrong usage.
 *
 * @param argv words after `accord`
 */
export async function main(argv: readonly string[]): Promise<number> {
  allowLostReaders()
  let exitCode = 0
  const program = buildProgram((code) => {
    exitCode = code
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    const refusal = refusalOf(error)
    if (!refusal) throw error
    process.stderr.write(`${refusal.message}\n`)
    return refusal.exitCode
  }
}

/** Takes the exit code of the command that was run. */
type Exit = (code: number) => void

/** All commands. */
export function buildProgram(exit: Exit): Command {
  const program = new Command('accord')
    .description('The working agreement between sales and marketing, turned into running software.')
    .version(VERSION)
    .showHelpAfterError('Run with --help to see how it is used.')
    .exitOverride()
  addStart(program)
  addAgreement(program, exit)
  addAudit(program, exit)
  addImport(program, exit)
  addAttribution(program, exit)
  addClockCommands(program, exit)
  addMaintenance(program, exit)
  addMcp(program)
  addRemoteCommands(program, contracts)
  return program
}

function addStart(program: Command): void {
  program
    .command('start')
    .description('Start the server')
    .option('--port <number>', 'port to listen on (PORT, 3000)')
    .option('--host <address>', 'address to listen on (HOST, 127.0.0.1)')
    .option('--data <dir>', 'folder of the embedded database and uploads (DATA_DIR, ./data)')
    .option('--json', 'print both addresses as one line of JSON')
    .action(async (options, command: Command) => {
      const { startCommand } = await import('./commands/start.ts')
      await startCommand(options, outputOf(command))
    })
}

function addAgreement(program: Command, exit: Exit): void {
  const agreement = program.command('agreement').description('Commands about agreements')
  agreement
    .command('check <file>')
    .description('Check an agreement; problems come with line and column')
    .option('--json', 'print JSON')
    .action((file: string, _options, command: Command) => exit(checkCommand(file, outputOf(command))))
  agreement
    .command('diff <before> <after>')
    .description('Show how two agreements differ, in plain words')
    .option('--json', 'print JSON')
    .action((before: string, after: string, _options, command: Command) =>
      exit(diffCommand(before, after, outputOf(command))),
    )
}

function addAudit(program: Command, exit: Exit): void {
  program
    .command('audit <dir>')
    .description('Read a folder of CSV exports and report what they say; no server, nothing kept')
    .option(
      '--agreement <file>',
      'agreement to measure by, the default one when absent; once for each version',
      (file: string, before: string[] = []) => [...before, file],
    )
    .option('--out <file>', 'also write the report as one HTML file')
    .option('--json', 'print JSON')
    .action(async (dir: string, options: { agreement?: string[]; out?: string }, command: Command) => {
      const { auditCommand } = await import('./audit/index.ts')
      const { json, stdout, stderr } = outputOf(command)
      const io = {
        stdout,
        stderr,
        isTerminal: process.stdout.isTTY,
        showsProgress: process.stderr.isTTY,
        now: Date.now(),
      }
      exit(await auditCommand(dir, { ...options, json }, io))
    })
}

function addImport(program: Command, exit: Exit): void {
  program
    .command('import <path>')
    .description('Read a folder or file of CSV exports into a workspace; doing it again changes nothing')
    .option('--workspace <name>', 'name, slug or id; may be left out where there is only one')
    .option('--mapping <file>', 'mapping of columns as JSON, as `--dry-run --json` prints it')
    .option('--dry-run', 'only say what would happen')
    .option('--data <dir>', 'folder of the embedded database (DATA_DIR, ./data)')
    .option('--json', 'print JSON')
    .action(async (path: string, options, command: Command) => {
      const { importAndFollowUp } = await import('./commands/import.ts')
      exit(await importAndFollowUp(path, options, outputOf(command)))
    })
}

function addAttribution(program: Command, exit: Exit): void {
  program
    .command('attribution <paths>')
    .description('Credit the conversions of a CSV of paths to their channels, by several models')
    .option('--models <list>', 'first, last, linear, u, markov, shapley; all when absent')
    .option('--order <k>', 'order of the Markov chain, 1 when absent')
    .option('--json', 'print JSON')
    .action(async (paths: string, options: { models?: string; order?: string }, command: Command) => {
      const { attributionCommand } = await import('#reports/attribution/index.ts')
      exit(await attributionCommand(paths, { ...options, ...outputOf(command) }))
    })
}

/** Commands of the operator, on the database itself. */
function addMaintenance(program: Command, exit: Exit): void {
  const local = (parent: Command, words: string, description: string) =>
    parent
      .command(words)
      .description(description)
      .option('--data <dir>', 'folder of the embedded database (DATA_DIR, ./data)')
      .option('--json', 'print JSON')

  local(program, 'demo', 'Fill a workspace named "Sample company" with 18 months of made-up history')
    .option('--seed <number>', 'another number tells another story')
    .option('--ends-on <day>', 'the day history ends, as 2026-07-01; today when absent')
    .option('--export <dir>', 'write it as a folder of CSV exports instead, to try audit and import on')
    .action(async (options, command: Command) => {
      if (options.export) {
        const { exportSampleCommand } = await import('./demo/index.ts')
        exit(await exportSampleCommand(options.export, { ...options, now: Date.now() }, outputOf(command)))
        return
      }
      const { demoCommand } = await import('./commands/maintenance.ts')
      exit(await demoCommand(options, outputOf(command)))
    })
  local(program, 'rebuild', 'Make caches anew from the ledgers and compare them with what was stored').action(
    async (options, command: Command) => {
      const { rebuildCommand } = await import('./commands/maintenance.ts')
      exit(await rebuildCommand(options, outputOf(command)))
    },
  )
  const auditLog = program.command('audit-log').description('Commands about the audit trail')
  local(auditLog, 'verify', 'Check that no line was changed, removed or reordered').action(
    async (options, command: Command) => {
      const { verifyAuditCommand } = await import('./commands/maintenance.ts')
      exit(await verifyAuditCommand(options, outputOf(command)))
    },
  )
}

function addMcp(program: Command): void {
  program
    .command('mcp')
    .description('MCP server on standard input and output, acting on a running server with an API key')
    .option('--url <address>', 'address of the running server (ACCORD_URL)')
    .option('--api-key <key>', 'API key (ACCORD_API_KEY)')
    .option('--json', 'changes nothing: messages are JSON anyway')
    .action(async (options) => {
      const { callRemote, remoteOf } = await import('./commands/remote.ts')
      const { serveMcp } = await import('./mcp.ts')
      const remote = remoteOf(options)
      await serveMcp(
        contracts,
        async (operation, input) => JSON.stringify(await callRemote(remote, operation, input)),
        VERSION,
      )
    })
}
