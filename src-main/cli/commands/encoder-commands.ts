import type { Command } from 'commander'
import type { EncoderInfo } from '#shared/domain/encoder.ts'
import { exitCodes } from '../exit-codes.ts'
import { choiceOption, integerOption } from '../arguments.ts'
import { watchJob } from '../job-watch.ts'
import { pathFrom, withProject } from '../project-access.ts'
import { rerankFrom, rerankOptions, type RerankWords } from '../rerank-option.ts'
import { count, table, type Terminal } from '../terminal.ts'

export function addEncoderCommands(program: Command, terminal: Terminal): void {
  const encoders = program.command('encoders').description('the encoders of a project')

  encoders
    .command('add')
    .description('check and register an encoder: a Hugging Face ONNX folder, a folder with encoder.json, or one image ONNX file')
    .argument('<dir>')
    .argument('<path>')
    .requiredOption('--name <name>', 'what to call it here')
    .action(async (dir: string, path: string, words: { name: string }) => {
      await withProject(terminal, dir, 'write', async (client, project) => {
        const encoder = await client.call('encoders.add', { project, path: pathFrom(terminal, path), name: words.name })
        terminal.result(encoder, encoderTable([encoder]))
      })
    })

  encoders
    .command('list')
    .argument('<dir>')
    .action(async (dir: string) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const list = await client.call('encoders.list', { project })
        terminal.result(list, list.length > 0 ? encoderTable(list) : 'No encoders. Add one: planisphere encoders add DIR PATH --name NAME')
      })
    })

  encoders
    .command('check')
    .description('verify an encoder again: files, hash, shapes, a trial run')
    .argument('<dir>')
    .argument('<name>')
    .action(async (dir: string, name: string) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const check = await client.call('encoders.check', { project, name })
        terminal.result(check, check.items.map((item) => `${item.ok ? 'ok  ' : 'FAIL'}  ${item.what}: ${item.detail}`).join('\n'))
        terminal.exit(check.ok ? exitCodes.done : exitCodes.badInput)
      })
    })

  encoders
    .command('remove')
    .description('unregister an encoder and delete its vectors; its runs stay, and its own files unless it was trained in the project')
    .argument('<dir>')
    .argument('<name>')
    .action(async (dir: string, name: string) => {
      await withProject(terminal, dir, 'write', async (client, project) => {
        await client.call('encoders.remove', { project, name })
        terminal.result({ removed: name }, `Removed ${name}.`)
      })
    })

  program
    .command('embed')
    .description('compute the vectors that are missing; give the same command again to go on after an interruption')
    .argument('<dir>')
    .requiredOption('--encoder <name>')
    .option('--side <side>', 'text, image or both', choiceOption(['text', 'image', 'both'] as const), 'both')
    .option('--provider <name>', 'execution provider (default: the best that passes its probe)')
    .action(async (dir: string, words: { encoder: string; side: 'text' | 'image' | 'both'; provider?: string }) => {
      await withProject(terminal, dir, 'write', async (client, project) => {
        const job = await watchJob(terminal, client, project, () =>
          client.call('encoders.embed', { project, name: words.encoder, side: words.side, provider: words.provider })
        )
        terminal.result({ ...job.result, problems: job.problems, problemCount: job.problemCount }, embedText(job.result ?? {}, job.problemCount))
        terminal.exit(job.problemCount > 0 ? exitCodes.partlyDone : exitCodes.done)
      })
    })

  const searching = program
    .command('search')
    .description('rank the satellite views for a text or an image')
    .argument('<dir>')
    .requiredOption('--encoder <name>')
    .option('--text <text>')
    .option('--image <file>')
    .option('--k <n>', 'how many', integerOption(1, 1000), 10)
    .option('--center', 'centre the embeddings of each side first')
    .option('--split <split>', 'rank only the places of a split', choiceOption(['train', 'val', 'test'] as const))
  rerankOptions(searching)
    .action(async (dir: string, words: { encoder: string; text?: string; image?: string; k: number; center?: boolean; split?: 'train' | 'val' | 'test' } & RerankWords, command: Command) => {
      const rerank = rerankFrom(command, words)
      const { text, image } = words
      if ((text === undefined) === (image === undefined)) command.error('error: give either --text or --image', { exitCode: exitCodes.wrongUse })
      if (text?.trim() === '') command.error('error: --text is empty: write what the place looks like', { exitCode: exitCodes.wrongUse })
      await withProject(terminal, dir, 'read', async (client, project) => {
        const query = image === undefined ? { text: text ?? '' } : { image: pathFrom(terminal, image) }
        const answer = await client.call('retrieval.search', { project, encoder: words.encoder, query, k: words.k, centered: words.center ?? false, split: words.split ?? null, rerank })
        const results = answer.results.map(({ rank, score, viewUid, placeUid, lat, lon, region }) => ({ rank, score, view: viewUid, place: placeUid, lat, lon, region }))
        terminal.note(`${count(answer.gallery)} satellite views, ${answer.milliseconds.toFixed(1)} ms on ${answer.provider}`)
        terminal.result(
          results,
          table(
            ['rank', 'score', 'view', 'region', 'lat', 'lon'],
            results.map((row) => [String(row.rank), row.score.toFixed(4), row.view, row.region ?? '', degrees(row.lat), degrees(row.lon)])
          )
        )
      })
    })
}

function degrees(value: number | null): string {
  return value === null ? '–' : value.toFixed(5)
}

function encoderTable(encoders: readonly EncoderInfo[]): string {
  return table(
    ['name', 'side', 'dimensions', 'embedded', 'of', 'MB', 'file'],
    encoders.flatMap((encoder) =>
      encoder.sides.map((side) => [encoder.name, side.side, String(side.dimensions), count(side.embedded), count(side.total), (side.bytes / 1e6).toFixed(1), side.file])
    )
  )
}

function embedText(result: Record<string, unknown>, problems: number): string {
  const lines: string[] = []
  for (const side of ['text', 'image']) {
    const done = result[side] as { embedded: number; failed: number } | null | undefined
    if (done) lines.push(`${side}: ${count(done.embedded)} embedded, ${count(done.failed)} failed`)
  }
  if (typeof result['provider'] === 'string') lines.push(`provider: ${result['provider']}`)
  if (problems > 0) lines.push(`${count(problems)} could not be embedded; the studio's Jobs screen lists them.`)
  return lines.join('\n')
}
