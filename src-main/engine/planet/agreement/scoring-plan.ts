import type { ScoreOptions } from '#shared/domain/planet.ts'
import type { OpenProject } from '../../store/open-project.ts'
import type { AgreementPlace } from '../../store/repositories/agreement.ts'
import { splitNames, type AgreementState, type SplitName } from './agreement-state.ts'
import { tilesToDraw } from './comparison-tiles.ts'
import { dealFolds, type FoldRegion } from './folds.ts'
import { PlaceDraw } from './place-draw.ts'
import type { SignaturesFile } from './scoring-protocol.ts'
import type { ScoringThread } from './scoring-thread.ts'

const pageRows = 2000
/** Places that heads learn from, at most, over all folds: drawn by the seed. 300 steps of 128 see 38,400 places at most. */
const mostPlaces = 40_000
/** The same on a frozen encoder: the state of every token is kept, some 60 KB a caption of a large one. */
const mostPlacesOnBase = 2_500

/** What is decided before heads are trained: it stays the same when the job is broken off and goes on. */
export type ScoringPlan = Pick<AgreementState, 'heads' | 'createdAt' | 'options' | 'base' | 'signatureSpec' | 'regions' | 'tiles'>

/** A place that heads may learn from. */
export interface DrawnPlace {
  readonly uid: string
  readonly id: number
  readonly region: number
  readonly view: number
}

export interface ReadPlaces {
  readonly regions: readonly FoldRegion[]
  readonly tiles: Readonly<Record<SplitName, { place: number; view: number }[]>>
  readonly learned: readonly DrawnPlace[]
}

/**
 * Reads all places once: how many of each region have a signature, which tiles captions are compared with, and which
 * places heads learn from (those in a region). All draws hang on the seed and the places' uids.
 */
export async function readPlaces(project: OpenProject, thread: ScoringThread, signatures: SignaturesFile, options: ScoreOptions, signal: AbortSignal): Promise<ReadPlaces> {
  const tiles = Object.fromEntries(splitNames.map((split) => [split, new PlaceDraw<AgreementPlace>(tilesToDraw(options.comparisons), options.seed)])) as Record<SplitName, PlaceDraw<AgreementPlace>>
  const learned = new PlaceDraw<DrawnPlace>(options.base === null ? mostPlaces : mostPlacesOnBase, options.seed)
  const counts = new Map<number, number>()
  for (let after = 0; ; ) {
    const page = await project.store.read('agreement.places', { after, limit: pageRows })
    const last = page.at(-1)
    if (!last) break
    const present = await thread.call<'present'>({ kind: 'present', signatures, views: Int32Array.from(page, ({ view }) => view ?? -1) }, signal)
    page.forEach((place, i) => {
      if (present[i] !== 1 || place.view === null) return
      tiles[place.split ?? 'none'].offer(place)
      if (place.region === 0) return
      counts.set(place.region, (counts.get(place.region) ?? 0) + 1)
      learned.offer({ uid: place.uid, id: place.id, region: place.region, view: place.view })
    })
    after = last.id
  }
  const named = await project.store.read('planetData.regions', {})
  return {
    regions: named.flatMap(({ id, uid }) => (counts.has(id) ? [{ id, uid, places: counts.get(id) ?? 0 }] : [])),
    tiles: Object.fromEntries(splitNames.map((split) => [split, tiles[split].drawn().map(({ id, view }) => ({ place: id, view: view ?? -1 }))])) as ReadPlaces['tiles'],
    learned: learned.drawn()
  }
}

/** Deals the folds and fixes the comparison tiles. UNSUPPORTED with fewer than two regions. */
export function makePlan({ regions, tiles }: ReadPlaces, options: ScoreOptions, of: Pick<ScoringPlan, 'heads' | 'base' | 'signatureSpec'>): ScoringPlan {
  return { ...of, createdAt: Date.now(), options, regions: [...dealFolds(regions, options.folds, options.seed)], tiles }
}

/** How many folds a plan has. */
export function foldsOf({ regions }: Pick<ScoringPlan, 'regions'>): number {
  // Not by arguments of a call: there may be more regions than it takes.
  return 1 + regions.reduce((most, [, fold]) => Math.max(most, fold), 0)
}
