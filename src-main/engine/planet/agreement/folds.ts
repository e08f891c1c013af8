import { drawKey, mixBits, uidHash } from '#shared/domain/queue-draw.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'

export interface FoldRegion {
  readonly id: number
  readonly uid: string
  /** Places that have something to train on. */
  readonly places: number
}

/**
 * Deals regions into folds of about as many regions and places: regions in falling order of size are dealt in rounds of
 * one to each fold, and in each round the fold that has the fewest places so far is given the greatest. Which of equal
 * regions, and of equal folds, comes first is drawn by the seed and the regions' uids alone, so that the same project
 * gives the same folds on every machine.
 *
 * @returns the fold of each region, from 0. With fewer regions than `folds` each region is a fold of its own.
 * UNSUPPORTED with fewer than two regions: no heads could be trained without the region that they score.
 */
export function dealFolds(regions: readonly FoldRegion[], folds: number, seed: number): Map<number, number> {
  if (regions.length < 2) {
    throw new PlanisphereError('UNSUPPORTED', `Captions are scored by heads that were trained in other regions, but ${regions.length === 0 ? 'no region has' : 'only one region has'} captions and tiles to train on.`, {
      hint: 'Give the places regions when they are imported; two are the least, five or more work well.'
    })
  }
  const count = Math.min(folds, regions.length)
  const key = ({ uid }: FoldRegion): number => drawKey(uidHash(uid), seed)
  const bySize = regions.toSorted((a, b) => b.places - a.places || key(a) - key(b) || (a.uid < b.uid ? -1 : 1))
  const places = new Array<number>(count).fill(0)
  const found = new Map<number, number>()
  for (let from = 0; from < bySize.length; from += count) {
    const draw = (fold: number): number => drawKey(mixBits(from * count + fold + 1), seed)
    const emptiest = places.map((_, fold) => fold).sort((a, b) => (places[a] as number) - (places[b] as number) || draw(a) - draw(b))
    bySize.slice(from, from + count).forEach((region, i) => {
      const fold = emptiest[i] as number
      found.set(region.id, fold)
      places[fold] = (places[fold] as number) + region.places
    })
  }
  return found
}
