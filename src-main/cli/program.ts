import { Command, CommanderError } from 'commander'
import type { EngineClient } from '#shared/rpc/client.ts'
import { toErrorData } from '#shared/errors/planisphere-error.ts'
import { addBulkCommands } from './commands/bulk-commands.ts'
import { addEmbeddingCommands } from './commands/embedding-commands.ts'
import { addEncoderCommands } from './commands/encoder-commands.ts'
import { addImportCommands } from './commands/import-commands.ts'
import { addLeaksCommand } from './commands/leaks-command.ts'
import { addListCommands } from './commands/list-commands.ts'
import { addPackageCommands } from './commands/package-commands.ts'
import { addPlanetCommands } from './commands/planet-commands.ts'
import { addProjectCommands } from './commands/project-commands.ts'
import { addReportCommand } from './commands/report-command.ts'
import { addRunCommands, type ScoreFiles } from './commands/run-commands.ts'
import { addSplitCommands } from './commands/split-commands.ts'
import { addSystemCommands } from './commands/system-commands.ts'
import { addTeamCommands } from './commands/team-commands.ts'
import { exitCodeOf, exitCodes, type ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** What the entry point hands to the command line: streams, the way to an engine, and the wish to stop. */
export interface CliHost {
  readonly version: string
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly folder: string
  readonly signal: AbortSignal
  connect(): Promise<EngineClient>
  serve(): Promise<void>
  readonly score: ScoreFiles
}

/** Runs one command and returns its exit code. `words` are the arguments after the program's name. */
export async function runCommand(words: readonly string[], host: CliHost): Promise<ExitCode> {
  const json = words.includes('--json')
  let client: Promise<EngineClient> | undefined
  let code: ExitCode = exitCodes.done
  let progressShown = false

  const terminal: Terminal = {
    json,
    signal: host.signal,
    folder: host.folder,
    engine: () => (client ??= host.connect()),
    result: (value, text) => host.stdout.write(`${json ? JSON.stringify(value, null, 2) : text}\n`),
    note: (line) => {
      terminal.progress(null)
      host.stderr.write(`${line}\n`)
    },
    progress: (line) => {
      if (!host.stderr.isTTY) return
      if (line === null && !progressShown) return
      host.stderr.write(`\r\u001b[2K${line ?? ''}`)
      progressShown = line !== null
    },
    exit: (wanted) => {
      code = wanted
    }
  }

  const program = new Command('planisphere')
    .description('Cross-modal geo-localization: import, review, embed, retrieve, evaluate.')
    .version(host.version)
    .option('--json', 'print one JSON document on stdout and nothing else; progress goes to stderr')
    .exitOverride()
    .configureOutput({ writeOut: (text) => host.stdout.write(text), writeErr: (text) => host.stderr.write(text) })
    .addHelpText('after', '\nExit codes: 0 done, 1 a defect, 2 wrong use, 3 bad input, 4 partly done, 5 locked, read-only or full, 130 interrupted.')
  addProjectCommands(program, terminal)
  addImportCommands(program, terminal)
  addListCommands(program, terminal)
  addEncoderCommands(program, terminal)
  addRunCommands(program, terminal, host.score)
  addReportCommand(program, terminal)
  addSplitCommands(program, terminal)
  addLeaksCommand(program, terminal)
  addEmbeddingCommands(program, terminal)
  addTeamCommands(program, terminal)
  addPlanetCommands(program, terminal)
  addBulkCommands(program, terminal)
  addPackageCommands(program, terminal)
  addSystemCommands(program, terminal, host.serve)
  inheritSettings(program)

  try {
    // --json may stand anywhere in the words; commander would take it only before the command.
    await program.parseAsync(words.filter((word) => word !== '--json'), { from: 'user' })
  } catch (thrown) {
    code = report(thrown, terminal, host)
  } finally {
    terminal.progress(null)
    if (client !== undefined) await client.then((open) => open.close()).catch(() => undefined)
  }
  return code
}

/** Sub-commands do not take exitOverride and output from their parent after they are made: hand it on. */
function inheritSettings(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command)
    inheritSettings(child)
  }
}

function report(thrown: unknown, terminal: Terminal, host: CliHost): ExitCode {
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return exitCodes.done // --help, --version
    if (terminal.json) terminal.result({ error: { code: 'INVALID_INPUT', message: thrown.message.replace(/^error: /, '') } }, '')
    return exitCodes.wrongUse
  }
  const error = toErrorData(thrown)
  // Most messages name their file themselves.
  const where = error.place?.file === undefined || error.message.includes(error.place.file) ? '' : `${error.place.file}${error.place.line === undefined ? '' : `:${error.place.line}`}: `
  terminal.progress(null)
  host.stderr.write(`planisphere: ${where}${error.message}${error.hint === undefined ? '' : `\n  ${error.hint}`}\n`)
  if (error.code === 'INTERNAL' && thrown instanceof Error && thrown.stack !== undefined) host.stderr.write(`${thrown.stack}\n`)
  if (terminal.json) terminal.result({ error }, '')
  return exitCodeOf(error.code)
}
