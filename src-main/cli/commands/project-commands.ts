import type { Command } from 'commander'
import type { ProjectInfo } from '#shared/contracts/projects.ts'
import { SampleOptions } from '#shared/contracts/samples.ts'
import { watchJob } from '../job-watch.ts'
import { pathFrom, withProject } from '../project-access.ts'
import { exitCodes } from '../exit-codes.ts'
import { integerOption } from '../arguments.ts'
import { count, type Terminal } from '../terminal.ts'

/** The number of satellite views of the CORE dataset. */
const coreScale = 1_034_786

export function addProjectCommands(program: Command, terminal: Terminal): void {
  program
    .command('sample')
    .description('make the synthetic sample project, with the demo encoder installed and embedded')
    .argument('<dir>', 'folder of the new project')
    .option('--places <n>', 'number of places', integerOption(1, coreScale))
    .option('--seed <n>', 'seed of the generator', integerOption(0, 2 ** 31 - 1), 1)
    .option('--scale <name>', `"core": ${count(coreScale)} places, without images`)
    .option('--no-images', 'rows only: no pictures, no embeddings')
    .action(async (dir: string, options: { places?: number; seed: number; scale?: string; images: boolean }, command: Command) => {
      if (options.scale !== undefined && options.scale !== 'core') command.error(`error: --scale knows "core", not "${options.scale}"`, { exitCode: exitCodes.wrongUse })
      const core = options.scale === 'core'
      const client = await terminal.engine()
      const sample = SampleOptions.parse({
        ...(core ? { places: coreScale } : options.places === undefined ? {} : { places: options.places }),
        seed: options.seed,
        images: options.images && !core
      })
      const path = pathFrom(terminal, dir)
      // The job of a sample runs in the project that `samples.start` creates: its handle is in the answer.
      let project = ''
      const started = await client.call('samples.start', { path, options: sample })
      project = started.project
      const job = await watchJob(terminal, client, project, () => Promise.resolve(started))
      const info = await client.call('projects.info', { project })
      await client.call('projects.close', { project })
      terminal.result({ path, ...infoDocument(info), ...job.result }, `Made ${path}: ${infoLine(info)}.`)
    })

  program
    .command('create')
    .description('make an empty project')
    .argument('<dir>')
    .action(async (dir: string) => {
      const client = await terminal.engine()
      const info = await client.call('projects.create', { path: pathFrom(terminal, dir) })
      await client.call('projects.close', { project: info.project })
      terminal.result({ path: info.path, ...infoDocument(info) }, `Made ${info.path}. Next: planisphere import ${dir} SOURCE`)
    })

  program
    .command('info')
    .description('what a project holds')
    .argument('<dir>')
    .action(async (dir: string) => {
      await withProject(terminal, dir, 'read', (_client, _project, info) => {
        terminal.result(
          { name: info.name, path: info.path, ...infoDocument(info) },
          [`${info.name}  (${info.path})`, infoLine(info), `encoders: ${info.encoders.join(', ') || 'none'}`, `runs: ${info.runs.join(', ') || 'none'}`, `schema ${info.schema}`].join('\n')
        )
        return Promise.resolve()
      })
    })
}

function infoDocument(info: ProjectInfo): Record<string, unknown> {
  const { places, views, captions, regions, encoders, runs, schema } = info
  return { places, views, captions, regions, encoders, runs, schema }
}

function infoLine(info: ProjectInfo): string {
  return `${count(info.places)} places in ${count(info.regions)} regions, ${count(info.views)} views, ${count(info.captions)} captions`
}
