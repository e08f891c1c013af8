import { setImmediate as nextTurn } from 'node:timers/promises'
import type { TrainingPoint } from '#shared/domain/planet.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { signatureScale } from '../data/signature-scale.ts'
import { tokeniseWith } from '../data/tokenise.ts'
import { signatureLength } from '../network/physical-heads.ts'
import { wordTokenizer } from '../word-tokenizer.ts'
import { readCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint-file.ts'
import { appendPoint, truncateCurve } from './curve-file.ts'
import { prepareHeads } from './prepare-heads.ts'
import type { LoopChoice, ModelChoice, PlaceArrays, PreparedFigures, RunChoice, RunEnd, RunFiles, Scored, SplitRows, TrainingAnswers, TrainingKind, TrainingRequest } from './training-protocol.ts'
import { train, type TrainingState } from './train.ts'
import { trainableNano, type Trainable } from './trainable.ts'
import type { TrainingSplit, TrainingTask } from './training-task.ts'

export interface RoomEvents {
  onPoint(point: TrainingPoint): void
  onCheckpoint(step: number): void
}

interface Prepared {
  readonly model: Trainable
  readonly splits: Readonly<Record<keyof SplitRows, { readonly count: number }>>
}

/** Writing states takes at most one part in so many of the time, however slow the disk. */
const writesShare = 50
/** Texts that are tokenised between two looks at whether to stop. */
const textsAtOnce = 500

/** What a training worker holds: places, splits made of them, and the weights of the last run. Blocks while it computes. */
export class TrainingRoom {
  readonly #events: RoomEvents
  #places: PlaceArrays | null = null
  #texts: (readonly string[])[] = []
  #prepared: Prepared | null = null
  #trained: { readonly task: TrainingTask; readonly weights: Float32Array; readonly threads: number } | null = null

  constructor(events: RoomEvents) {
    this.#events = events
  }

  async answer(request: TrainingRequest, signal: AbortSignal): Promise<TrainingAnswers[TrainingKind]> {
    switch (request.kind) {
      case 'places':
        this.#places = request.places
        this.#texts = []
        return null
      case 'captions':
        this.#texts.push(...request.captions)
        return null
      case 'prepare':
        return this.#prepare(request, signal)
      case 'train':
        return this.#train(request.run, request.loop, request.files, signal)
      case 'take':
        return this.#take(request.run, request.files)
      case 'score':
        return this.#score(request.split)
      case 'export':
        await this.#ready.model.write(request.folder, this.#run.task, this.#run.weights, request.signatureSpec)
        return null
    }
  }

  get #ready(): Prepared {
    if (!this.#prepared) throw new Error('nothing is prepared')
    return this.#prepared
  }

  get #run(): { readonly task: TrainingTask; readonly weights: Float32Array; readonly threads: number } {
    if (!this.#trained) throw new Error('nothing is trained')
    return this.#trained
  }

  async #prepare({ rows, model, folder }: { rows: SplitRows; model: ModelChoice; folder: string }, signal: AbortSignal): Promise<PreparedFigures> {
    const places = this.#places
    if (!places || this.#texts.length !== places.count) throw new Error(`${this.#texts.length} places have captions, not ${places?.count}`)
    for (const split of [rows.train, rows.val, rows.test]) refuseNonFinite(places.signatures, split)
    this.#trained = null
    if (model.kind === 'frozen') {
      const prepared = await prepareHeads(model, places, this.#texts, rows)
      this.#prepared = prepared
      return prepared.figures
    }
    const textsOf = (row: number): readonly string[] => this.#texts[row] as readonly string[]
    const { file, size } = wordTokenizer(Array.from(rows.train).flatMap(textsOf))
    const tokenise = await tokeniseWith(file, folder, model.sizes.textLength)
    let done = 0
    const split = async (of: Int32Array): Promise<TrainingSplit> => {
      const captions: number[][][] = []
      for (const row of of) {
        captions.push(textsOf(row).map(tokenise))
        if (++done % textsAtOnce === 0) await nextTurn()
        signal.throwIfAborted()
      }
      return { ...taken(places, of), captions }
    }
    const splits = { train: await split(rows.train), val: await split(rows.val), test: await split(rows.test) }
    this.#prepared = { model: trainableNano({ ...model.sizes, vocabulary: size }, file, signatureScale(splits.train.signatures), splits), splits }
    const captions = (of: TrainingSplit): number => of.captions.reduce((sum, list) => sum + list.length, 0)
    return { captions: { train: captions(splits.train), val: captions(splits.val), test: captions(splits.test) }, cut: tokenise.cut(), vocabulary: size }
  }

  async #train(run: RunChoice, loop: LoopChoice, files: RunFiles | null, signal: AbortSignal): Promise<RunEnd> {
    const task = this.#ready.model.task(run)
    const before = files && readCheckpoint(files.state, files.key)
    if (before && (before.state === 'ended' || (before.state === 'diverged' && before.training.best.step > 0))) return this.#keep(task, run, before)
    if (files) truncateCurve(files.curve, run.lambda, before?.training.step ?? 0)
    let last: TrainingState | null = before?.training ?? null
    let [written, cost] = [performance.now(), 0]
    const save = (training: TrainingState, more: Pick<Checkpoint, 'state' | 'stoppedEarly' | 'stepsPerSecond'>): void => {
      if (!files) return
      writeCheckpoint(files.state, { key: files.key, training, provider: loop.provider, ...more })
      this.#events.onCheckpoint(training.step)
    }
    const { rate, warmUp, steps, seed, threads } = run
    const hooks = {
      onPoint: (point: Omit<TrainingPoint, 'lambda'>): void => {
        const whole = { lambda: run.lambda, ...point }
        if (files) appendPoint(files.curve, whole)
        this.#events.onPoint(whole)
      },
      onCheckpoint: (state: TrainingState): void => {
        last = state
        const now = performance.now()
        if (!files || (!signal.aborted && now - written < Math.max(files.everyMs, writesShare * cost))) return
        save(state, { state: 'running', stoppedEarly: false, stepsPerSecond: 0 })
        written = performance.now()
        cost = files.everyMs > 0 ? written - now : 0
      }
    }
    try {
      const trained = await train(task, { rate, warmUp, steps, seed, threads, ...loop, signal }, hooks, ...(before ? [before.training] : []))
      const { stoppedEarly, stepsPerSecond } = trained
      if (!last) throw new Error('the loop gave no state')
      save(last, { state: 'ended', stoppedEarly, stepsPerSecond })
      return this.#keep(task, run, { key: '', training: last, state: 'ended', stoppedEarly, stepsPerSecond, provider: loop.provider })
    } catch (thrown) {
      if (thrown instanceof PlanisphereError && thrown.code === 'BAD_SCORES') throw this.#diverged(thrown, last, files, (state) => save(state, { state: 'diverged', stoppedEarly: true, stepsPerSecond: 0 }))
      throw thrown
    }
  }

  /** Keeps the state from before, and says what can be done with it. */
  #diverged(thrown: PlanisphereError, state: TrainingState | null, files: RunFiles | null, save: (state: TrainingState) => void): PlanisphereError {
    if (state) save(state)
    const best = state?.best.step ?? 0
    const smaller = 'train again with a smaller learning rate'
    const message = thrown.message.startsWith('Training stopped') ? thrown.message : `Training stopped at step ${(state?.step ?? 0) + 1}. ${thrown.message}`
    return new PlanisphereError('BAD_SCORES', message, {
      hint: files && best > 0 ? `The weights of step ${best}, the best in validation, are kept. Resume this job to export them as they are, or ${smaller}.` : `There was no look at validation yet, so there are no weights to export: ${smaller}.`,
      cause: thrown
    })
  }

  #take(run: RunChoice, files: RunFiles): RunEnd {
    const found = readCheckpoint(files.state, files.key)
    if (!found) throw new PlanisphereError('NOT_FOUND', `There is no training state at ${files.state}.`, { hint: 'Train again.', place: { file: files.state } })
    return this.#keep(this.#ready.model.task(run), run, found)
  }

  #keep(task: TrainingTask, run: RunChoice, { training, state, stoppedEarly, stepsPerSecond, provider }: Checkpoint): RunEnd {
    const { best, step } = training
    this.#trained = { task, weights: best.parameters, threads: run.threads }
    return { keptStep: best.step, lastStep: step, stoppedEarly, diverged: state === 'diverged', stepsPerSecond, parameters: task.graph.parameterCount, provider, mrr: best.mrr }
  }

  async #score(split: keyof SplitRows): Promise<Scored> {
    const { model, splits } = this.#ready
    const { task, weights, threads } = this.#run
    return { ...(await model.score(task, weights, split, threads)), gallery: splits[split].count }
  }
}

/** Rows of the places as a split's own arrays. */
function taken({ size, pixels, signatures, regions }: PlaceArrays, rows: Int32Array): Omit<TrainingSplit, 'captions'> {
  const each = size * size * 3
  const out = { count: rows.length, size, pixels: new Uint8Array(rows.length * each), signatures: new Float32Array(rows.length * signatureLength), regions: new Int32Array(rows.length) }
  rows.forEach((row, at) => {
    out.pixels.set(pixels.subarray(row * each, (row + 1) * each), at * each)
    out.signatures.set(signatures.subarray(row * signatureLength, (row + 1) * signatureLength), at * signatureLength)
    out.regions[at] = regions[row] as number
  })
  return out
}

function refuseNonFinite(signatures: Float32Array, rows: Int32Array): void {
  for (const row of rows) {
    const at = signatures.subarray(row * signatureLength, (row + 1) * signatureLength).findIndex((value) => !Number.isFinite(value))
    if (at < 0) continue
    throw new PlanisphereError('BAD_SCORES', `The signature of place ${row + 1} has a NaN or infinite number (number ${at + 1} of ${signatureLength}).`, { hint: 'Measure the signatures again: planisphere planet mine.', place: { item: String(row) } })
  }
}
