import type { BoundingBox } from '#shared/domain/vocabulary.ts'
import type { MapFrame } from './frame.ts'

/** A corner of the earth in WGS 84 degrees. */
export interface LatLon {
  readonly lat: number
  readonly lon: number
}

/**
 * What a point means. Each role has a colour and a shape of its own, so that it is told apart without colour:
 * truth a green disc, answer an orange diamond, second a purple square, wrong a red cross, place a small grey ring,
 * query an accent disc with a dot.
 */
export type PointRole = 'truth' | 'answer' | 'second' | 'wrong' | 'place' | 'query'

export interface MapPoint extends LatLon {
  /** Names the point in `highlight`, `hover` and `select`; unique among the map's points. */
  readonly key: string
  readonly role: PointRole
  /** A few letters in the point (its rank, say). */
  readonly mark?: string
  /** Shown in the tooltip. */
  readonly title?: string
}

export interface MapLine {
  readonly key: string
  readonly from: LatLon
  readonly to: LatLon
  readonly role: PointRole
  /** Written at its middle ('1.2 km', say). */
  readonly label?: string
}

/** A picture laid on the ground, on the corners of its footprint. */
export interface MapImage {
  readonly key: string
  readonly url: string
  /** Ring of [longitude, latitude]; four corners are the picture's top left, top right, bottom right, bottom left. */
  readonly footprint: readonly (readonly [number, number])[]
  readonly opacity?: number
  /** Its URL is one of the decoded pictures (`platform/picture-cache`): it is painted at once if it was decoded ahead. */
  readonly decoded?: boolean
  /** The full resolution, for when one zooms in. */
  readonly sharpUrl?: string
  readonly outline?: PointRole
}

export interface MapCluster extends LatLon {
  readonly count: number
  /** Set on single places only. */
  readonly place: number | null
}

export interface MapLabel extends LatLon {
  readonly text: string
  readonly detail?: string
}

/** What the map shows now; `box` is [west, south, east, north]. */
export interface MapWindow {
  readonly box: BoundingBox
  readonly zoom: number
}

/** Methods of the component, through a template ref. */
export interface MapHandle {
  /** Shows all of the given corners, or everything on the map when there are none. */
  fit(corners?: readonly LatLon[], options?: { maxZoom?: number; animate?: boolean }): void
  moveTo(centre: LatLon, zoom?: number): void
  zoomBy(steps: number): void
  /** Turns a rotatable map clockwise. */
  turnBy(degrees: number): void
  /** The part of the map that is seen, in pixels; null before it is there. */
  frame(): MapFrame | null
  /** Gives the map the keys. */
  focus(): void
}
