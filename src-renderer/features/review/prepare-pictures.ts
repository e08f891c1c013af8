import { viewUrl } from '#shared/contracts/bridge.ts'
import type { ReviewItem } from '#shared/contracts/review.ts'
import type { View } from '#shared/domain/records.ts'
import { pictures } from '../../platform/index.ts'

/** Longer side, in pixels, of the pictures that Review shows before one zooms in. */
export const pictureSize = 1024

/** Fetches and decodes the pictures of captions that come next, so that they are painted in the same frame as the text. */
export function preparePictures(project: string, items: readonly ReviewItem[]): void {
  for (const { detail } of items) {
    for (const view of [groundViews(detail.views)[0], satelliteView(detail.views)]) {
      if (view === undefined || view.problem !== null) continue
      // Whoever shows it loads it again, and says what is wrong with it.
      pictures.load(viewUrl(project, view.id, pictureSize)).catch(() => undefined)
    }
  }
}

const groundOrder = ['street', 'panorama', 'drone', 'osm']

/** What stands for the ground, photos first. */
export function groundViews(views: readonly View[]): View[] {
  return views.filter(({ kind }) => kind !== 'satellite').sort((a, b) => groundOrder.indexOf(a.kind) - groundOrder.indexOf(b.kind))
}

export function satelliteView(views: readonly View[]): View | undefined {
  return views.find(({ kind }) => kind === 'satellite')
}
