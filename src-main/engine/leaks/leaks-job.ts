import { LeakOptions, type LeakCount, type LeakKind } from '#shared/domain/leaks.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { readEncoder } from '../evaluation/query-set.ts'
import { endInferenceWorker, startInferenceWorker } from '../inference/inference-worker.ts'
import type { JobContext, JobRunner } from '../jobs/job-queue.ts'
import { vectorPath } from '../store/vector-file.ts'
import { CallThread } from '../threads/call-thread.ts'
import { captionPairs } from './caption-pairs.ts'
import { hashesFile, hashTiles } from './hash-tiles.ts'
import type { ComparedPairs, LeaksAnswers, LeaksRequest } from './leaks-protocol.ts'
import { keepReport, type LeaksReport } from './leaks-report.ts'

type Ask = <K extends LeaksRequest['kind']>(request: Extract<LeaksRequest, { kind: K }>) => Promise<LeaksAnswers[K]>

/**
 * Looks for places that are the same to a model although they stand in different splits: tiles that look alike, tiles whose
 * vectors nearly agree, captions that nearly repeat each other, places that are near. Changes nothing in the project but
 * its last report; hashes are kept, so that a second check only reads what is new.
 */
export function leaksRunner(): JobRunner {
  return {
    kind: 'leaks',
    title: () => 'look for leaks between the splits',
    async run(context) {
      const options = LeakOptions.parse(context.params['options'])
      const { counts } = await check(context, options)
      return { counts }
    }
  }
}

async function check(context: JobContext, options: LeakOptions): Promise<LeaksReport> {
  const { project, signal } = context
  const { store } = project
  // What is asked for is looked up first: a check must not fail at its end.
  const encoder = options.encoder === null ? null : await readEncoder(project, options.encoder)
  if (options.bits === null && encoder === null && options.similarity === null && options.metres === null) {
    throw new PlanisphereError('INVALID_INPUT', 'Nothing was asked to be checked.', { hint: 'Choose tiles, an encoder, captions or places.' })
  }
  const places = await store.read('leaks.places', {})
  if (new Set(places.classes).size < 2) throw new PlanisphereError('UNSUPPORTED', 'The places do not stand in two splits.', { hint: 'Divide the places first.' })
  const tiles = await store.read('leaks.tiles', {})
  const thread = new CallThread<LeaksRequest>({ start: () => startInferenceWorker(new URL('./leaks-worker.ts', import.meta.url)), end: endInferenceWorker, doing: 'Comparing', hint: 'Check again.' })
  const ask: Ask = (request) => thread.call(request, { signal }) as Promise<never>
  const found: [LeakKind, number, ComparedPairs][] = []
  try {
    if (options.metres !== null) {
      context.progress({ phase: 'comparing places', done: 0, total: null })
      const { lat, lon, ...items } = places
      found.push(['places', items.ids.length, await ask<'places'>({ kind: 'places', items, lat, lon, metres: options.metres })])
    }
    if (options.bits !== null) {
      await hashTiles(context)
      context.progress({ phase: 'comparing tiles', done: 0, total: null })
      found.push(['tiles', tiles.ids.length, await ask<'hashes'>({ kind: 'hashes', file: hashesFile(project), items: tiles, bits: options.bits })])
    }
    if (encoder !== null) {
      context.progress({ phase: 'reading vectors', done: 0, total: null })
      const { compared } = await ask<'open-vectors'>({ kind: 'open-vectors', file: vectorPath(project.folders.vectors, encoder.name, 'image'), encoderHash: encoder.hash, items: tiles, cosine: options.cosine })
      if (compared === 0) throw new PlanisphereError('NO_EMBEDDINGS', `No satellite view has a vector of ${encoder.name}.`, { hint: `Embed the images with ${encoder.name} first.` })
      for (let done = -1, total = 0; done < total; ) {
        ;({ done, total } = await ask<'compare-vectors'>({ kind: 'compare-vectors' }))
        context.progress({ phase: 'comparing vectors', done, total })
      }
      found.push(['embeddings', tiles.ids.length, await ask<'vectors-found'>({ kind: 'vectors-found' })])
    }
  } finally {
    await thread.close()
  }
  if (options.similarity !== null) {
    const captions = await store.read('leaks.captions', {})
    found.push(['captions', captions.ids.length, await captionPairs(context, captions, options.similarity)])
  }
  const counts = found.map(([kind, all, { compared, pairs, items, cut }]): LeakCount => ({ kind, compared, leftOut: all - compared, pairs, items, cut }))
  const report: LeaksReport = { at: Date.now(), options, counts, pairs: Object.fromEntries(found.map(([kind, , { kept }]) => [kind, [...kept]])) }
  signal.throwIfAborted()
  await keepReport(project, report)
  context.emit({ type: 'changed', project: project.handle, what: ['places'] })
  return report
}
