import * as z from 'zod'
import type { Command } from 'commander'
import type { RunImportSource, VectorsFile } from '#shared/contracts/run-imports.ts'
import { QuerySource, RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { Split } from '#shared/domain/vocabulary.ts'
import { choiceOption, integerOption } from '../arguments.ts'
import { watchJob } from '../job-watch.ts'
import { pathFrom, withProject } from '../project-access.ts'
import { runText } from '../run-text.ts'
import { count, type Terminal } from '../terminal.ts'

interface ImportWords {
  readonly name: string
  readonly split?: Split
  readonly run?: string
  readonly qrels?: string
  readonly matrix?: string
  readonly queryIds?: string
  readonly galleryIds?: string
  readonly queries: QuerySource
  readonly text?: string
  readonly textIds?: string
  readonly image?: string
  readonly imageIds?: string
  readonly dimensions?: number
  readonly idColumn?: string
  readonly vectorColumn?: string
}

const Vectors = z.object({ encoder: z.string(), dimensions: z.int(), text: z.int(), image: z.int() })

/** Runs and vectors of other systems, and the order in which they are expected. */
export function addRunImportCommands(runs: Command, terminal: Terminal): void {
  runs
    .command('import')
    .description('bring in what another system computed: a TREC run, a similarity matrix (.npy), or embeddings (.npy, .f32, .parquet), which become an encoder without models')
    .argument('<dir>')
    .requiredOption('--name <name>', 'what to call the run, or the encoder')
    .option('--run <file>', 'TREC run file')
    .option('--qrels <file>', '--run: relevance (default: the query’s own place)')
    .option('--matrix <file>', 'similarities .npy [queries, gallery], higher is nearer')
    .option('--query-ids <file>', '--matrix: uids of the rows, one a line, CSV with a column uid, or JSON (default: the order of "runs template")')
    .option('--gallery-ids <file>', '--matrix: uids of the columns')
    .option('--queries <source>', `--matrix: ${QuerySource.options.join(', ')}`, choiceOption(QuerySource.options), 'captions')
    .option('--text <file>', 'vectors of captions')
    .option('--text-ids <file>', '--text: uids of its rows')
    .option('--image <file>', 'vectors of views')
    .option('--image-ids <file>', '--image: uids of its rows')
    .option('--dimensions <n>', 'of .f32 vectors', integerOption(1, 65_536))
    .option('--id-column <name>', 'of .parquet files (default: uid or id)')
    .option('--vector-column <name>', 'of .parquet files (default: the only column of lists)')
    .option('--split <split>', 'queries and gallery of one split', choiceOption(['train', 'val', 'test'] as const))
    .action(async (dir: string, words: ImportWords) => {
      const source = sourceOf(terminal, words)
      await withProject(terminal, dir, 'write', async (client, project) => {
        const job = await watchJob(terminal, client, project, () => client.call('runs.import', { project, import: { source, name: words.name, split: words.split ?? null } }))
        if (source.kind !== 'vectors') return terminal.result(job.result, runText(RunSummary.parse(job.result)))
        const made = Vectors.parse(job.result)
        terminal.result(job.result, `${made.encoder}: ${count(made.text)} captions and ${count(made.image)} views, ${made.dimensions} dimensions, vectors only.\nEvaluate it: planisphere evaluate ${dir} --encoder ${made.encoder}`)
      })
    })

  runs
    .command('template')
    .description('write the order of queries and satellite views (uid, text or file): what to embed elsewhere, and the order of files without ids')
    .argument('<dir>')
    .requiredOption('--out <folder>')
    .option('--queries <source>', QuerySource.options.join(', '), choiceOption(QuerySource.options), 'captions')
    .option('--split <split>', 'of one split', choiceOption(['train', 'val', 'test'] as const))
    .action(async (dir: string, words: { out: string; queries: QuerySource; split?: Split }) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const written = await client.call('runs.template', { project, out: pathFrom(terminal, words.out), queries: words.queries, split: words.split ?? null }, { signal: terminal.signal })
        terminal.result(written, `Wrote ${written.files.join(', ')}: ${count(written.queries)} queries, ${count(written.gallery)} satellite views.`)
      })
    })
}

function sourceOf(terminal: Terminal, words: ImportWords): RunImportSource {
  const path = (file: string | undefined): string | undefined => (file === undefined ? undefined : pathFrom(terminal, file))
  const vectors = (file: string | undefined, ids: string | undefined): VectorsFile | undefined =>
    file === undefined ? undefined : { file: pathFrom(terminal, file), ids: path(ids), dimensions: words.dimensions, idColumn: words.idColumn, vectorColumn: words.vectorColumn }
  const kinds = [words.run !== undefined, words.matrix !== undefined, words.text !== undefined || words.image !== undefined]
  if (kinds.filter(Boolean).length !== 1) {
    throw new PlanisphereError('INVALID_INPUT', 'One kind of source is wanted.', { hint: 'Give --run FILE, or --matrix FILE, or --text FILE and --image FILE.' })
  }
  if (words.run !== undefined) return { kind: 'trec', file: pathFrom(terminal, words.run), qrels: path(words.qrels) }
  if (words.matrix !== undefined) return { kind: 'matrix', file: pathFrom(terminal, words.matrix), queryIds: path(words.queryIds), galleryIds: path(words.galleryIds), queries: words.queries }
  return { kind: 'vectors', text: vectors(words.text, words.textIds), image: vectors(words.image, words.imageIds) }
}
