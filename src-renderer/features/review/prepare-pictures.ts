import { viewUrl } from '#shared/contracts/bridge.ts'
import type { ReviewItem } from '#shared/contracts/review.ts'
import type { View } from '#shared/domain/records.ts'

/** Longer side, in pixels, of the pictures that Review shows before one zooms in. */
export const pictureSize = 1024

const kept = new Map<string, HTMLImageElement>()
const limit = 40

/** Fetches and decodes the pictures of captions that come next, so that they are painted in the same frame as the text. */
export function preparePictures(project: string, items: readonly ReviewItem[]): void {
  for (const { detail } of items) {
    for (const view of [groundViews(detail.views)[0], satelliteView(detail.views)]) {
      if (view === undefined || view.problem !== null) continue
      const url = viewUrl(project, view.id, pictureSize)
      if (kept.has(url)) continue
      const image = new Image()
      image.src = url
      image.decode().catch(() => kept.delete(url))
      kept.set(url, image)
      const oldest = kept.keys().next().value
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest)
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
