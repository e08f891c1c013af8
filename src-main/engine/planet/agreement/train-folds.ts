import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { ScoreOptions } from '#shared/domain/planet.ts'
import type { JobContext } from '../../jobs/job-queue.ts'
import { AgreementState, agreementFolder, foldFolder, foldOfRegion, writeAgreementState } from './agreement-state.ts'
import type { FoldTrained } from './fold-training.ts'
import type { HeadBase } from './head-base.ts'
import type { SignaturesFile } from './scoring-protocol.ts'
import { foldsOf, makePlan, readPlaces, type DrawnPlace, type ScoringPlan } from './scoring-plan.ts'
import type { ScoringThread } from './scoring-thread.ts'

const placesAtOnce = 500
const basePlacesAtOnce = 16

/** The plan with what is known of the folds so far, kept beside the heads while they are trained. */
const Unfinished = AgreementState.extend({ options: ScoreOptions, folds: z.array(AgreementState.shape.folds.element) })
type Unfinished = z.infer<typeof Unfinished>

/**
 * Trains the heads of every fold and makes them those of the project. Broken off, it goes on with the first fold that has
 * none, by the plan that was made at first.
 */
export async function trainFolds(context: JobContext, thread: ScoringThread, signatures: SignaturesFile, options: ScoreOptions, base: HeadBase | null): Promise<AgreementState> {
  const { planet } = context.project.folders
  const file = join(agreementFolder(planet), context.id, 'plan.json')
  context.progress({ phase: 'Reading places', done: 0, total: null })
  const places = await readPlaces(context.project, thread, signatures, options, context.signal)
  let state = await unfinished(file, signatures.spec, base)
  if (state === null) {
    state = { version: 1, ...makePlan(places, options, { heads: context.id, base: base && { name: base.name, hash: base.hash }, signatureSpec: signatures.spec }), folds: [] }
    await mkdir(join(agreementFolder(planet), context.id), { recursive: true })
    await keep(file, state)
  }
  const folds = foldsOf(state)
  if (state.folds.length < folds) {
    const given = await giveTexts(context, thread, places.learned, state)
    if (base) await readTexts(context, thread, base, given)
  }
  const { steps, batch, seed, threads } = state.options
  for (let fold = state.folds.length; fold < folds; fold++) {
    context.signal.throwIfAborted()
    const tell = (step: number): void => context.progress({ phase: `Training heads ${fold + 1} of ${folds}`, done: fold * steps + step - 1, total: folds * steps })
    const trained: FoldTrained = await thread.call<'train'>({ kind: 'train', signatures, fold, folder: foldFolder(planet, state.heads, fold), steps, batch, seed, threads }, context.signal, tell)
    state = { ...state, folds: [...state.folds, trained] }
    await keep(file, state)
  }
  await writeAgreementState(planet, state)
  return state
}

/** Null where the job did not get so far, or where signatures have been measured by another spec since, or the encoder is another. */
async function unfinished(file: string, spec: string, base: HeadBase | null): Promise<Unfinished | null> {
  try {
    const kept = Unfinished.parse(JSON.parse(await readFile(file, 'utf8')))
    return kept.signatureSpec === spec && kept.base?.hash === base?.hash ? kept : null
  } catch {
    return null
  }
}

async function keep(file: string, state: Unfinished): Promise<void> {
  await writeFile(`${file}.part`, `${JSON.stringify(state)}\n`)
  await rename(`${file}.part`, file)
}

/** Hands the captions of the places that are learned from to the thread, which keeps them for all folds. Resolves with how many places have any. */
async function giveTexts(context: JobContext, thread: ScoringThread, learned: readonly DrawnPlace[], plan: ScoringPlan): Promise<number> {
  const foldOf = foldOfRegion(plan)
  // By id, so that pages of the table are read once; what is learned does not hang on ids.
  const order = new Map(learned.map(({ id }, at) => [id, at]))
  const given: { view: number; fold: number; texts: string[] }[] = learned.map(({ view, region }) => ({ view, fold: foldOf(region), texts: [] }))
  const ids = learned.map(({ id }) => id).sort((a, b) => a - b)
  for (let from = 0; from < ids.length; from += placesAtOnce) {
    context.signal.throwIfAborted()
    const rows = await context.project.store.read('agreement.trainingTexts', { places: ids.slice(from, from + placesAtOnce) })
    for (const { place, text } of rows) if (text.trim() !== '') given[order.get(place) as number]?.texts.push(text)
    context.progress({ phase: 'Reading captions', done: Math.min(from + placesAtOnce, ids.length), total: ids.length })
  }
  const withTexts = given.filter(({ texts }) => texts.length > 0)
  for (let from = 0; from < withTexts.length; from += placesAtOnce) await thread.call<'places'>({ kind: 'places', places: withTexts.slice(from, from + placesAtOnce) }, context.signal)
  return withTexts.length
}

/** Lets the thread read the texts as the encoder gives their tokens. */
async function readTexts(context: JobContext, thread: ScoringThread, base: HeadBase, places: number): Promise<void> {
  for (let from = 0; from < places; from += basePlacesAtOnce) {
    const to = Math.min(places, from + basePlacesAtOnce)
    await thread.call<'read'>({ kind: 'read', base, from, to }, context.signal)
    context.progress({ phase: `Reading captions with ${base.name}`, done: to, total: places })
  }
}
