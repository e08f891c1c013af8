import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { ProjectionOptions, type ProjectionSummary } from '#shared/contracts/projections.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { endInferenceWorker, startInferenceWorker } from '../inference/inference-worker.ts'
import type { JobContext, JobRunner } from '../jobs/job-queue.ts'
import type { EncoderRecord } from '../store/repositories/gallery.ts'
import { vectorPath } from '../store/vector-file.ts'
import { CallThread } from '../threads/call-thread.ts'
import type { KeptProjections, ProjectionDraft } from './kept-projections.ts'
import type { ProjectedSide, ProjectionAnswers, ProjectionRequest } from './projection-worker.ts'
import { usualEpochs } from './umap-layout.ts'

/** Between two looks at whether to stop, and two reports. */
const stepMs = 150

/**
 * Lays out embeddings in a plane: the principal components first, to be looked at at once, then UMAP from exact
 * neighbours. Stopped, nothing is left; going on, it begins anew. The same options and vectors give the same picture.
 */
export function projectRunner(kept: KeptProjections): JobRunner<Record<string, unknown>> {
  return {
    kind: 'project',
    title: (params) => {
      const { encoder, captions, views } = ProjectionOptions.parse(params)
      return `lay out ${[captions ? 'captions' : null, views].filter((side) => side !== null).join(' and ')} of ${encoder}`
    },
    async run(context) {
      const options = ProjectionOptions.parse(context.params)
      const { project } = context
      const encoder = await project.store.read('gallery.encoder', { name: options.encoder })
      if (!encoder) throw new PlanisphereError('NOT_FOUND', `The project has no encoder ${options.encoder}.`, { hint: 'Choose one of its encoders.' })
      const sides = await readSides(context, options)
      const draft = await kept.make(project, `p-${randomBytes(6).toString('hex')}`)
      const thread = new CallThread<ProjectionRequest>({
        start: () => startInferenceWorker(new URL('./projection-worker.ts', import.meta.url)),
        end: endInferenceWorker,
        doing: 'Laying out',
        hint: 'Start it again.'
      })
      try {
        const summary = await layOut(context, { options, encoder, sides, thread, draft })
        await draft.keep()
        changed(context)
        return { ...summary }
      } catch (thrown) {
        await draft.drop()
        changed(context)
        throw thrown
      } finally {
        await thread.close()
      }
    }
  }
}

type Context = JobContext<Record<string, unknown>>

interface Making {
  readonly options: ProjectionOptions
  readonly encoder: EncoderRecord
  readonly sides: readonly ProjectedSide[]
  readonly thread: CallThread<ProjectionRequest>
  readonly draft: ProjectionDraft
}

async function layOut(context: Context, { options, encoder, sides, thread, draft }: Making): Promise<ProjectionSummary> {
  const { signal } = context
  const ask = async <K extends ProjectionRequest['kind']>(request: Extract<ProjectionRequest, { kind: K }>): Promise<ProjectionAnswers[K]> => (await thread.call(request, { signal })) as ProjectionAnswers[K]
  context.progress({ phase: 'reading vectors', done: 0, total: null })
  const loaded = await ask<'load'>({ kind: 'load', sides, encoderHash: encoder.hash, centered: options.centered, limit: options.limit, seed: options.seed })
  if (loaded.points < 3) {
    throw new PlanisphereError('NO_EMBEDDINGS', `Only ${loaded.points} of what is to be laid out has a vector of ${options.encoder}.`, { hint: `Embed with ${options.encoder} first.` })
  }
  context.progress({ phase: 'finding the principal plane', done: 0, total: null })
  const started = Date.now()
  const plane = await ask<'plane'>({ kind: 'plane' })
  if (plane === null) throw signal.reason
  const id = draft.id
  const summary: ProjectionSummary = {
    version: 1,
    projection: id,
    createdAt: started,
    options,
    encoderHash: encoder.hash,
    points: loaded.points,
    captions: loaded.sides.reduce((sum, side) => sum + (side === 0 ? 1 : 0), 0),
    missing: loaded.missing,
    leftOut: loaded.leftOut,
    dimensions: loaded.dimensions,
    explained: [...plane.explained],
    kept: { pca: null, umap: null },
    milliseconds: { pca: Date.now() - started, neighbours: 0, umap: 0 }
  }
  await draft.write('ids', loaded.ids)
  await draft.write('sides', loaded.sides)
  await draft.write('pca', plane.points)
  await draft.summarise(summary)
  changed(context)

  const searching = Date.now()
  for (let done = 0; done < loaded.points; ) {
    done = (await ask<'neighbours'>({ kind: 'neighbours', k: options.neighbours })).done
    context.progress({ phase: 'finding neighbours', done, total: loaded.points })
  }
  const layingOut = Date.now()
  const { epochs } = await ask<'layout'>({ kind: 'layout', seed: options.seed, epochs: options.epochs ?? usualEpochs(loaded.points) })
  for (let done = 0; done < epochs; ) {
    done = (await ask<'epochs'>({ kind: 'epochs', milliseconds: stepMs })).done
    context.progress({ phase: 'laying out', done, total: epochs })
  }
  const { points, kept } = await ask<'end'>({ kind: 'end', seed: options.seed })
  await draft.write('umap', points)
  const whole: ProjectionSummary = { ...summary, kept, milliseconds: { pca: summary.milliseconds.pca, neighbours: layingOut - searching, umap: Date.now() - layingOut } }
  signal.throwIfAborted()
  await draft.summarise(whole)
  return whole
}

async function readSides({ project }: Context, { captions, views, split, encoder }: ProjectionOptions): Promise<ProjectedSide[]> {
  const sides: ProjectedSide[] = []
  const add = (side: 0 | 1, of: 'text' | 'image', { ids, vectors }: { ids: Int32Array; vectors: Int32Array }): void => {
    const file = vectorPath(project.folders.vectors, encoder, of)
    if (!existsSync(file)) throw new PlanisphereError('NO_EMBEDDINGS', `There are no ${of} vectors of ${encoder}.`, { hint: `Embed with ${encoder} first.` })
    sides.push({ side, file, ids, vectors })
  }
  if (captions) add(0, 'text', await project.store.read('gallery.captionQueries', { split }))
  if (views !== null) add(1, 'image', await project.store.read('gallery.viewQueries', { kind: views, split }))
  if (sides.length === 0) throw new PlanisphereError('INVALID_INPUT', 'Neither captions nor views are to be laid out.', { hint: 'Choose one side or both.' })
  return sides
}

/** Whoever shows projections reads them again. */
function changed({ emit, project }: Context): void {
  emit({ type: 'changed', project: project.handle, what: ['projections'] })
}
