import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { watchJob } from '../job-watch.ts'
import { withProject } from '../project-access.ts'
import { count, type Terminal } from '../terminal.ts'
import { addPlanetAgreementCommands } from './planet-agreement-commands.ts'
import { addAblateCommand } from './planet-ablate-command.ts'
import { addTrainCommands } from './planet-train-command.ts'

/** `planisphere planet …`. To add commands: a function that takes the group, a line here. */
export function addPlanetCommands(program: Command, terminal: Terminal): void {
  const planet = program.command('planet').description('PLANET: physical signatures of satellite views, and what is learnt from them')
  addMine(planet, terminal)
  addTrainCommands(planet, terminal)
  addAblateCommand(planet, terminal)
  addPlanetAgreementCommands(planet, terminal)
}

interface MiningResult {
  readonly mined: number
  readonly failed: number
  readonly perSecond: number
}

function addMine(planet: Command, terminal: Terminal): void {
  planet
    .command('mine')
    .description('measure colour, structure and texture of the satellite views that have no signature yet; give the same command again to go on after an interruption')
    .argument('<dir>')
    .action(async (dir: string) => {
      await withProject(terminal, dir, 'write', async (client, project) => {
        const job = await watchJob(terminal, client, project, () => client.call('planet.mine', { project }))
        const { mining } = await client.call('planet.state', { project })
        const { mined, failed, perSecond } = job.result as unknown as MiningResult
        const lines = [`${count(mined)} measured (${perSecond} a second), ${count(mining.mined)} of ${count(mining.total)} satellite views have a signature.`]
        if (failed > 0) lines.push(`${count(failed)} pictures cannot be used:`, ...job.problems.map(({ file, message }) => `  ${message.includes(file) ? '' : `${file}: `}${message}`))
        if (job.problemCount > job.problems.length) lines.push(`  and ${count(job.problemCount - job.problems.length)} more; the studio's Jobs screen lists them.`)
        terminal.result({ mined, failed, perSecond, mining, problems: job.problems, problemCount: job.problemCount }, lines.join('\n'))
        terminal.exit(job.problemCount > 0 ? exitCodes.partlyDone : exitCodes.done)
      })
    })
}
