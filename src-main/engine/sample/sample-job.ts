import { createWriteStream, mkdirSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { SampleOptions } from '#shared/contracts/samples.ts'
import { embedRunner } from '../inference/embed-job.ts'
import type { JobContext, JobRunner } from '../jobs/job-queue.ts'
import { bringIndexesUpToDate } from '../store/indexing.ts'
import type { OpenProject } from '../store/open-project.ts'
import { sumCounts, type ImportCheckpoint, type ImportCounts, type ImportRow } from '../store/repositories/import-rows.ts'
import { sampleRegions } from './cities.ts'
import { RenderPool } from './render-pool.ts'
import { batchFrame, rowsOf, streetName, tileName } from './sample-batch.ts'
import { samplePlace, type SamplePlace } from './sample-places.ts'

export type SampleParams = Record<string, unknown> & SampleOptions

export interface SampleHost {
  /** Folder of the application's own files. */
  readonly resources: string
  /** Adds an encoder to a project, with all its checks. */
  addEncoder(project: OpenProject, path: string, name: string, signal: AbortSignal): Promise<unknown>
}

/** The file in the project's folder that says which captions are wrong. */
export const groundTruthName = 'ground-truth.jsonl'
export const demoEncoder = { name: 'demo', path: 'resource:demo-encoder' } as const

type Context = JobContext<SampleParams, ImportCheckpoint>

/**
 * Fills a new project with the synthetic sample: pictures into its `images` folder, rows in short transactions, the
 * indexes, then the demo encoder and its embeddings. Everything follows from the seed, so an interrupted job goes on at
 * the place where it stood. Without pictures there is nothing to embed.
 */
export function sampleRunner(host: SampleHost): JobRunner<SampleParams, ImportCheckpoint> {
  return {
    kind: 'sample',
    title: ({ places, images }) => `Sample of ${places.toLocaleString('en')} places${images ? '' : ' without pictures'}`,
    async run(context) {
      const { project, params, signal } = context
      const counts = await generate(context, host.resources)
      project.dataVersion += 1
      context.emit({ type: 'changed', project: project.handle, what: ['places', 'views', 'captions'] })
      await bringIndexesUpToDate(project, { signal, progress: (done, total) => context.progress({ phase: 'Indexing', done, total }) })
      const encoders: string[] = []
      if (params.images) {
        if (!(await project.store.read('encoders.get', { name: demoEncoder.name }))) await host.addEncoder(project, demoEncoder.path, demoEncoder.name, signal)
        await embedRunner(host.resources).run({ ...context, params: { name: demoEncoder.name, side: 'both' }, checkpoint: null, saveCheckpoint: () => Promise.resolve() })
        encoders.push(demoEncoder.name)
      }
      const { places, views, captions } = counts
      return { places, views, captions, encoders }
    }
  }
}

/** Rows of a batch: pictures take the time where there are any, transactions where there are none. */
const placesAtOnce = { pictures: 48, rows: 1200 } as const

async function generate(context: Context, resources: string): Promise<ImportCounts> {
  const { project, params, signal } = context
  const { places: total, seed, images } = params
  const regions = sampleRegions(resources)
  const { import: imported } = await project.store.write('importing.begin', { job: context.id, source: `sample ${seed}`, format: 'sample', options: JSON.stringify(params), at: Date.now() })
  const frame = { import: imported, ...batchFrame(regions, project.folders.images) }
  if (images) for (const folder of ['tiles', 'street']) mkdirSync(join(project.folders.images, folder), { recursive: true })
  const skip = context.checkpoint?.cursor ?? 0
  let counts: ImportCounts = context.checkpoint?.counts ?? { places: 0, views: 0, captions: 0, skipped: 0 }

  const truthFile = join(project.path, groundTruthName)
  const truthStream = createWriteStream(`${truthFile}.part`)
  const pool = images ? new RenderPool(regions) : null
  let pending: Promise<void> = Promise.resolve()
  let finishedPlaces = skip
  const draw = async (place: SamplePlace, index: number): Promise<void> => {
    signal.throwIfAborted()
    const task = { kind: 'files', place: { seed, index, total }, tile: join(project.folders.images, tileName(place)), street: join(project.folders.images, streetName(place)) } as const
    await pool?.run(task)
    context.progress({ phase: 'Drawing', done: ++finishedPlaces, total })
  }
  try {
    const size = images ? placesAtOnce.pictures : placesAtOnce.rows
    for (let from = 0; from < total; from += size) {
      signal.throwIfAborted()
      const rows: ImportRow[] = []
      const drawings: Promise<void>[] = []
      const to = Math.min(total, from + size)
      for (let index = from; index < to; index++) {
        const place = samplePlace(regions, seed, index, total)
        const made = rowsOf(place, index % regions.length, { tile: images, street: images })
        for (const wrong of made.truth) truthStream.write(`${JSON.stringify(wrong)}\n`)
        // What an earlier try has stored is not drawn or stored again; its ground truth is written again with the rest.
        if (index < skip) continue
        rows.push(...made.rows)
        if (pool) drawings.push(draw(place, index))
      }
      if (rows.length === 0) continue
      await Promise.all(drawings)
      await pending
      // Stored while the next batch is made.
      pending = project.store.write('importing.apply', { batch: { ...frame, rows }, job: context.id, before: counts, cursor: to, fingerprint: 'sample' }).then((outcome) => {
        counts = sumCounts(counts, outcome)
        if (!images) context.progress({ phase: 'Places', done: to, total })
      })
      pending.catch(() => undefined)
    }
    await pending
    truthStream.end()
    await finished(truthStream)
    await rename(`${truthFile}.part`, truthFile)
    return counts
  } finally {
    await pending.catch(() => undefined)
    truthStream.destroy()
    pool?.close()
  }
}
