import { parentPort, workerData } from 'node:worker_threads'
import type { ShinglePage } from '#shared/domain/shingles.ts'
import { NearDuplicateSearch, type NearDuplicates } from './near-duplicates.ts'

/** Compares captions away from the engine's loop. Every request is answered, in order. */
export interface DuplicatesTask {
  readonly threshold: number
  /** How many captions there are. */
  readonly captions: number
}

export type DuplicatesRequest = { readonly type: 'sign' | 'hold'; readonly page: ShinglePage } | { readonly type: 'candidates' } | { readonly type: 'finish' }
export type DuplicatesAnswer = { readonly type: 'taken' } | { readonly type: 'candidates'; readonly ids: Int32Array } | { readonly type: 'found'; readonly found: NearDuplicates }

const port = parentPort
if (!port) throw new Error('duplicates-worker.ts is a worker')
const { threshold, captions } = workerData as DuplicatesTask
const search = new NearDuplicateSearch(threshold, captions)

port.on('message', (request: DuplicatesRequest) => port.postMessage(answer(request)))

function answer(request: DuplicatesRequest): DuplicatesAnswer {
  switch (request.type) {
    case 'sign':
    case 'hold':
      search[request.type](request.page)
      return { type: 'taken' }
    case 'candidates':
      return { type: 'candidates', ids: search.candidates() }
    case 'finish':
      return { type: 'found', found: search.finish() }
  }
}
