import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Filter } from '#shared/domain/filter.ts'
import { splits, type Split } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from '../../store/open-project.ts'
import type { DataRegion } from '../../store/repositories/planet-data.ts'

export interface DataCaptionText {
  readonly id: number
  readonly uid: string
  readonly text: string
}

/** A place to train on or to measure with: one satellite view and at least one caption. */
export interface PairedPlace {
  readonly place: number
  /** 0: none. */
  readonly region: number
  readonly view: number
  readonly viewUid: string
  readonly file: string
  readonly captions: readonly DataCaptionText[]
}

/** What was not taken, and why: captions, then places. */
export interface LeftOut {
  readonly rejected: number
  readonly empty: number
  /** Captions of the training split that do not fit the filter. */
  readonly unmatched: number
  readonly withoutView: number
  readonly withoutCaption: number
}

export interface TrainingData {
  readonly splits: Readonly<Record<Split, readonly PairedPlace[]>>
  readonly regions: ReadonlyMap<number, DataRegion>
  readonly leftOut: LeftOut
}

export interface DataChoice {
  /** Filter language; of the training split only: validation and test are measured with every caption that was not rejected. */
  readonly where?: string | undefined
  readonly me?: string | undefined
  readonly texts: 'current' | 'first'
}

/** A page is copied between threads in a millisecond or two. */
const pageRows = 400

/**
 * Reads the places of the three splits with their captions and satellite view. Rejected captions are never used; empty
 * ones are left out; so are places that then have no caption, or no satellite view.
 */
export async function readTrainingData(project: OpenProject, choice: DataChoice, signal?: AbortSignal): Promise<TrainingData> {
  const { store } = project
  const filter: Filter | null = choice.where ? { query: choice.where, ...(choice.me === undefined ? {} : { me: choice.me }) } : null
  const regions = new Map((await store.read('planetData.regions', {})).map((region) => [region.id, region]))
  // Ascending, as the pages of captions are: both are walked through together.
  const chosen = filter && (await store.read('browse.ids', { level: 'captions', filter, order: 'id' }))

  const found = { train: [] as PairedPlace[], val: [] as PairedPlace[], test: [] as PairedPlace[] }
  const texts = new Map<number, { split: Split; captions: DataCaptionText[] }>()
  let withoutView = 0
  for (const split of splits) {
    for (let after = 0; ; ) {
      signal?.throwIfAborted()
      const rows = await store.read('planetData.places', { split, after, limit: pageRows })
      for (const { id, region, view, viewUid, file } of rows) {
        if (view === null || viewUid === null || file === null) {
          withoutView++
          continue
        }
        const captions: DataCaptionText[] = []
        texts.set(id, { split, captions })
        found[split].push({ place: id, region, view, viewUid, file, captions })
      }
      const last = rows.at(-1)
      if (!last) break
      after = last.id
    }
  }

  let [rejected, empty, unmatched, at] = [0, 0, 0, 0]
  const fits = (id: number): boolean => {
    if (chosen === null) return true
    while ((chosen[at] ?? Infinity) < id) at++
    return chosen[at] === id
  }
  for (let after = 0; ; ) {
    signal?.throwIfAborted()
    const rows = await store.read('planetData.captions', { after, limit: pageRows, texts: choice.texts })
    for (const { id, uid, place, text, rejected: isRejected } of rows) {
      const of = texts.get(place)
      if (!of) continue
      if (isRejected) rejected++
      else if (text.trim() === '') empty++
      else if (of.split === 'train' && !fits(id)) unmatched++
      else of.captions.push({ id, uid, text })
    }
    const last = rows.at(-1)
    if (!last) break
    after = last.id
  }

  const used = (split: Split): PairedPlace[] => found[split].filter((place) => place.captions.length > 0)
  const [train, val, test] = [used('train'), used('val'), used('test')]
  const all = found.train.length + found.val.length + found.test.length
  const withoutCaption = all - train.length - val.length - test.length
  return { splits: { train, val, test }, regions, leftOut: { rejected, empty, unmatched, withoutView, withoutCaption } }
}

/**
 * Whether these data can be trained on with such a batch. UNSUPPORTED if the project has no places to train on or to
 * choose by, or if a region is in two splits; INVALID_INPUT if the filter leaves nothing, or the batch does not fit.
 */
export function checkTrainingData(data: TrainingData, options: { readonly batch: number; readonly where?: string | undefined }): void {
  const { train, val } = data.splits
  if (train.length === 0 && data.leftOut.unmatched > 0) {
    throw new PlanisphereError('INVALID_INPUT', `No caption of the training split fits ${options.where ?? 'the filter'}: all ${data.leftOut.unmatched} were left out.`, { hint: 'Widen the filter, or review some captions first.' })
  }
  for (const [split, what] of [['train', 'to train on'], ['val', 'to choose the weights by']] as const) {
    if (data.splits[split].length > 0) continue
    throw new PlanisphereError('UNSUPPORTED', `The project has no places ${what}: none of the split ${split} has a satellite view and a caption.`, {
      hint: 'Give the places a split (train, val or test) when they are imported; every region belongs to one.'
    })
  }
  checkDisjoint(data)
  if (options.batch < 2) throw new PlanisphereError('INVALID_INPUT', 'A batch of one place has nothing that its captions could be told apart from.', { hint: 'Give a batch of 2 or more; 64 and above work well.' })
  if (options.batch > train.length) {
    throw new PlanisphereError('INVALID_INPUT', `A batch of ${options.batch} needs as many different places, but there are only ${train.length} to train on.`, { hint: `Give a batch of at most ${train.length}, or more places.` })
  }
  if (val.length < 2) throw new PlanisphereError('UNSUPPORTED', 'Validation needs at least two places, there is one.', { hint: 'Give more places the split val.' })
}

/** UNSUPPORTED, with the region's name, if a region has places in two splits. Places without a region cannot be checked. */
export function checkDisjoint({ splits: of, regions }: Pick<TrainingData, 'splits' | 'regions'>): void {
  // Not by arguments of a call: there may be more regions than it takes.
  let most = 0
  for (const region of regions.keys()) most = Math.max(most, region)
  let before: Int32Array | null = null
  const beforeOf: (Split | undefined)[] = []
  for (const split of splits) {
    // Counted in an array: at a million places a map would hold the loop for a fifth of a second.
    const counts = new Int32Array(most + 1)
    for (const { region } of of[split]) counts[region] = (counts[region] as number) + 1
    for (let region = 1; region <= most; region++) {
      const places = counts[region] as number
      const other = beforeOf[region]
      if (places === 0) continue
      if (other === undefined) {
        beforeOf[region] = split
        continue
      }
      const name = regions.get(region)?.name ?? String(region)
      throw new PlanisphereError('UNSUPPORTED', `The region ${name} has places in two splits: ${before?.[region]} in ${other} and ${places} in ${split}. What is measured there would not be new to the encoder.`, {
        hint: 'Give all places of a region the same split, and import them again.',
        place: { item: name }
      })
    }
    before = counts.map((count, region) => count + (before?.[region] ?? 0))
  }
}

/** SHA-256 over the splits' captions (uid and text), their views, their regions, and a spec: equal if the training data are. */
export async function dataHash({ splits: of, regions }: Pick<TrainingData, 'splits' | 'regions'>, spec: string): Promise<string> {
  const hash = createHash('sha256').update(`${spec}\n`)
  let done = 0
  for (const split of splits) {
    hash.update(`${split}\n`)
    for (const { viewUid, region, captions } of of[split]) {
      hash.update(`${JSON.stringify([viewUid, regions.get(region)?.uid ?? null, captions.map(({ uid, text }) => [uid, text])])}\n`)
      if (++done % 1000 === 0) await nextTurn()
    }
  }
  return hash.digest('hex')
}

/** Names of the regions of places, each once, sorted. */
export function regionNames({ regions }: Pick<TrainingData, 'regions'>, places: readonly PairedPlace[]): string[] {
  const ids = new Set(places.map(({ region }) => region))
  return [...ids].flatMap((id) => regions.get(id)?.name ?? []).sort()
}
