import type { Drawing } from '../drawing.ts'
import { turnsOf, type MapFrame } from '../frame.ts'
import { clusterSize, mercator, shortCount } from '../geometry.ts'
import type { MapCluster } from '../map-types.ts'
import type { Pen } from '../pen.ts'

/** Clusters as they look on the map, for a picture that is saved: on the screen they are markers. */
export class ClusterDrawing implements Drawing {
  readonly #clusters: readonly MapCluster[]
  readonly #look: { readonly fill: string; readonly text: string; readonly border: string }

  constructor(clusters: readonly MapCluster[], look: { fill: string; text: string; border: string }) {
    this.#clusters = clusters
    this.#look = look
  }

  draw(pen: Pen, frame: MapFrame): void {
    for (const cluster of this.#clusters) {
      const [unitX, unitY] = mercator(cluster.lon, cluster.lat)
      const radius = clusterSize(cluster.count) / 2
      for (const turn of turnsOf(frame, unitX, unitX, radius)) {
        const [x, y] = [(unitX + turn) * frame.scale - frame.left, unitY * frame.scale - frame.top]
        pen.begin()
        pen.circle(x, y, radius)
        pen.fill({ colour: this.#look.fill, opacity: 0.9 })
        pen.stroke({ colour: this.#look.border, width: 1 })
        if (cluster.count > 1) pen.text(x, y, shortCount(cluster.count), { colour: this.#look.text, size: 11, bold: true, anchor: 'middle' })
      }
    }
  }
}
