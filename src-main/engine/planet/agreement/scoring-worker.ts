import { parentPort } from 'node:worker_threads'
import { PlanisphereError, toErrorData } from '#shared/errors/planisphere-error.ts'
import { VectorFile } from '../../store/vector-file.ts'
import { signatureLength } from '../network/physical-heads.ts'
import { agreementReport } from './agreement-report.ts'
import { AgreementScorer } from './agreement-scorer.ts'
import { BaseFeatures } from './base-features.ts'
import { trainFold } from './fold-training.ts'
import { BaseTexts } from './head-base.ts'
import type { FromScoring, ScoringAnswers, ScoringKind, ScoringRequest, SignaturesFile, ToScoring } from './scoring-protocol.ts'

/**
 * Worker thread that trains and runs the heads of agreement: both block while they compute. Requests are answered one
 * after another; one that was given up before its turn is left out.
 */
const port = parentPort
const queue: { id: number; request: ScoringRequest }[] = []
const running: { id: number; abort: AbortController | null } = { id: 0, abort: null }
let busy = false
let ending = false

const places: { view: number; fold: number; texts: readonly string[] }[] = []
let open: { key: string; signatures: VectorFile; base: BaseTexts | null; scorer: AgreementScorer } | null = null
/** What heads on a frozen encoder learn from. */
let read: { base: BaseTexts; features: BaseFeatures } | null = null

port?.on('message', (message: ToScoring) => {
  if ('end' in message) {
    ending = true
    queue.length = 0
    running.abort?.abort(stopped())
    if (!busy) post({ ended: true })
    return
  }
  if ('abort' in message) {
    const waiting = queue.findIndex(({ id }) => id === message.abort)
    if (waiting >= 0) queue.splice(waiting, 1)
    if (running.id === message.abort) running.abort?.abort(stopped())
    return
  }
  queue.push(message)
  if (!busy) void work()
})

async function work(): Promise<void> {
  busy = true
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { id, request } = next
    const abort = new AbortController()
    Object.assign(running, { id, abort })
    try {
      post({ id, answer: await answer(id, request, abort.signal) })
    } catch (thrown) {
      post({ id, error: toErrorData(thrown) })
    }
    // Lets in what was given up meanwhile.
    await new Promise((resolve) => setImmediate(resolve))
  }
  busy = false
  if (ending) post({ ended: true })
}

function stopped(): PlanisphereError {
  return new PlanisphereError('CANCELLED', 'It was stopped.')
}

function post(message: FromScoring): void {
  port?.postMessage(message)
}

async function answer(id: number, request: ScoringRequest, signal: AbortSignal): Promise<ScoringAnswers[ScoringKind]> {
  switch (request.kind) {
    case 'present': {
      const file = openSignatures(request.signatures)
      try {
        return Uint8Array.from(request.views, (view) => (file.has(view) ? 1 : 0))
      } finally {
        file.close()
      }
    }
    case 'places':
      places.push(...request.places)
      return null
    case 'read': {
      if (read === null) {
        const base = await BaseTexts.open(request.base)
        read = { base, features: new BaseFeatures(base.length) }
      }
      await read.features.add(read.base, places.slice(request.from, request.to).flatMap(({ texts }) => texts))
      return null
    }
    case 'train': {
      const { fold, folder, ...options } = request
      const learned = places.filter((place) => place.fold !== fold)
      const file = openSignatures(request.signatures)
      const signatures = new Float32Array(learned.length * signatureLength)
      let missing: ReadonlySet<number>
      try {
        missing = new Set(file.gather(Int32Array.from(learned, ({ view }) => view), signatures))
      } finally {
        file.close()
      }
      // A row whose checksum does not fit is as good as none.
      const whole = learned.flatMap((place, row) => (missing.has(place.view) ? [] : [{ texts: place.texts, row }]))
      const kept = new Float32Array(whole.length * signatureLength)
      whole.forEach(({ row }, i) => kept.set(signatures.subarray(row * signatureLength, (row + 1) * signatureLength), i * signatureLength))
      return trainFold(folder, { signatures: kept, texts: whole.map(({ texts }) => texts), features: read?.features ?? null }, { ...options, signal, onStep: (step) => post({ id, step }) })
    }
    case 'score':
      return (await scorerFor(request)).score(request.texts, request.bins)
    case 'report':
      return agreementReport(request.captions, request.options)
  }
}

function openSignatures({ file, spec }: SignaturesFile): VectorFile {
  return VectorFile.open(file, { encoderHash: spec })
}

async function scorerFor({ key, planet, state, base, signatures }: Extract<ScoringRequest, { kind: 'score' }>): Promise<AgreementScorer> {
  if (open?.key === key) return open.scorer
  const before = open
  open = null
  await before?.scorer.close()
  before?.signatures.close()
  await before?.base?.close()
  const file = openSignatures(signatures)
  const texts = base && (await BaseTexts.open(base))
  open = { key, signatures: file, base: texts, scorer: new AgreementScorer(planet, state, file, texts) }
  return open.scorer
}
