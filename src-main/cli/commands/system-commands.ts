import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { pathFrom } from '../project-access.ts'
import type { Terminal } from '../terminal.ts'

interface Item {
  readonly what: string
  readonly ok: boolean
  readonly detail: string
}

/** `serve` is what `planisphere engine --stdio` runs; it is handed in because only an entry point may start an engine. */
export function addSystemCommands(program: Command, terminal: Terminal, serve: () => Promise<void>): void {
  program
    .command('engine')
    .description('run the engine for another program: msgpack frames on stdin and stdout (ssh HOST planisphere engine --stdio)')
    .requiredOption('--stdio', 'the only way there is')
    .action(serve)

  program
    .command('doctor')
    .description('check this machine and, if one is given, a project')
    .argument('[dir]')
    .action(async (dir: string | undefined) => {
      const client = await terminal.engine()
      const items: Item[] = []
      const info = await client.call('engine.info', {})
      items.push({ what: 'Node', ok: true, detail: `${info.node} on ${info.platform} ${info.arch}, ${info.cpus} cores, ${(info.memoryBytes / 2 ** 30).toFixed(0)} GiB` })
      items.push({ what: 'Libraries', ok: true, detail: Object.entries(info.versions).map(([name, version]) => `${name} ${version}`).join(', ') })
      for (const probe of await client.call('engine.providers', {})) {
        // Only the CPU must be there; the others are a matter of the machine.
        items.push({ what: `Provider ${probe.provider}`, ok: probe.available || probe.provider !== 'cpu', detail: `${probe.available ? 'can be used' : 'not used'}: ${probe.reason}` })
      }
      if (dir !== undefined) items.push(...(await client.call('projects.doctor', { path: pathFrom(terminal, dir) })).items)
      const ok = items.every((item) => item.ok)
      terminal.result({ ok, items }, items.map((item) => `${item.ok ? 'ok  ' : 'FAIL'}  ${item.what}: ${item.detail}`).join('\n'))
      terminal.exit(ok ? exitCodes.done : exitCodes.badInput)
    })
}
