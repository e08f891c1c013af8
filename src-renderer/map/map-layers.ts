import L from 'leaflet'
import { boundsOf, clusterKey, nearestLongitude } from './geometry.ts'
import { clusterMarker, distanceMarker, labelMarker, pointMarker } from './map-markers.ts'
import type { LatLon, MapCluster, MapImage, MapLabel, MapLine, MapPoint } from './map-types.ts'
import { PictureLayer } from './picture-layer.ts'

interface Listeners {
  hover(key: string | null): void
  select(key: string): void
}

interface Shown {
  readonly signature: string
  readonly layer: L.Layer
}

/** Keeps the layers of one kind equal to a list: what did not change stays where it is, so nothing flickers. */
class KeyedLayers<T> {
  readonly #group = L.layerGroup()
  readonly #shown = new Map<string, Shown>()
  readonly #keyOf: (item: T) => string
  readonly #make: (item: T, key: string) => L.Layer

  constructor(map: L.Map, keyOf: (item: T) => string, make: (item: T, key: string) => L.Layer) {
    this.#group.addTo(map)
    this.#keyOf = keyOf
    this.#make = make
  }

  show(items: readonly T[]): void {
    const wanted = new Set<string>()
    for (const item of items) {
      const key = this.#keyOf(item)
      if (wanted.has(key)) continue
      wanted.add(key)
      const signature = JSON.stringify(item)
      const before = this.#shown.get(key)
      if (before?.signature === signature) continue
      if (before !== undefined) this.#group.removeLayer(before.layer)
      const layer = this.#make(item, key)
      this.#shown.set(key, { signature, layer })
      this.#group.addLayer(layer)
    }
    for (const [key, { layer }] of this.#shown) {
      if (wanted.has(key)) continue
      this.#group.removeLayer(layer)
      this.#shown.delete(key)
    }
  }

  element(key: string): Element | undefined {
    const layer = this.#shown.get(key)?.layer
    const lit = layer instanceof L.LayerGroup ? layer.getLayers().find((part) => part instanceof L.Path) : layer
    return lit instanceof L.Marker || lit instanceof L.Path ? lit.getElement() : undefined
  }

  keys(): IterableIterator<string> {
    return this.#shown.keys()
  }
}

/** All data layers of a map, and which of them is lit. */
export class MapLayers {
  readonly #points: KeyedLayers<MapPoint>
  readonly #lines: KeyedLayers<MapLine>
  readonly #images: KeyedLayers<MapImage>
  readonly #clusters: KeyedLayers<MapCluster>
  readonly #labels: KeyedLayers<MapLabel>
  #everything: readonly LatLon[] = []

  constructor(map: L.Map, listeners: Listeners, openCluster: (cluster: MapCluster) => void) {
    const listen = <M extends L.Marker | L.Path>(layer: M, key: string): M =>
      layer.on({ mouseover: () => listeners.hover(key), mouseout: () => listeners.hover(null), click: () => listeners.select(key) }) as M
    map.createPane('pictures').style.zIndex = '350'
    const outlines = L.svg({ padding: 0.5 })
    this.#images = new KeyedLayers(map, (image) => image.key, (image, key) => this.#image(image, key, outlines, listen))
    this.#lines = new KeyedLayers(map, (line) => line.key, lineLayer(outlines))
    this.#clusters = new KeyedLayers(map, clusterKey, (cluster, key) =>
      clusterMarker(cluster).on({
        click: () => (cluster.place === null ? openCluster(cluster) : listeners.select(key)),
        mouseover: () => listeners.hover(cluster.place === null ? null : key),
        mouseout: () => listeners.hover(null)
      })
    )
    this.#points = new KeyedLayers(map, (point) => point.key, (point, key) => listen(pointMarker(point), key))
    this.#labels = new KeyedLayers(map, (label) => `${label.lat},${label.lon},${label.text}`, (label) => labelMarker(label))
  }

  show(data: { points: readonly MapPoint[]; lines: readonly MapLine[]; images: readonly MapImage[]; clusters: readonly MapCluster[]; labels: readonly MapLabel[] }): void {
    this.#images.show(data.images)
    this.#lines.show(data.lines)
    this.#clusters.show(data.clusters)
    this.#labels.show(data.labels)
    this.#points.show(data.points)
    this.#everything = [
      ...data.points,
      ...data.lines.flatMap(({ from, to }) => [from, to]),
      ...(data.points.length === 0 ? data.images.flatMap(({ footprint }) => footprint.map(([lon, lat]) => ({ lat, lon }))) : []),
      ...(data.points.length === 0 && data.images.length === 0 ? [...data.clusters, ...data.labels] : [])
    ]
  }

  /** Every corner that a fit without arguments has to show. */
  get corners(): readonly LatLon[] {
    return this.#everything
  }

  light(highlight: string | null, selected: string | null): void {
    for (const layers of [this.#points, this.#lines, this.#images, this.#clusters]) {
      for (const key of layers.keys()) {
        const classes = layers.element(key)?.classList
        classes?.toggle('lit', key === highlight)
        classes?.toggle('selected', key === selected)
      }
    }
  }

  #image(image: MapImage, key: string, renderer: L.Renderer, listen: <M extends L.Path>(layer: M, key: string) => M): L.Layer {
    const box = boundsOf(image.footprint.map(([lon, lat]) => ({ lat, lon })))
    if (box === null) return L.layerGroup()
    const picture = new PictureLayer(image)
    const outline = L.polygon(
      image.footprint.map(([lon, lat]) => [lat, nearestLongitude(box[0], lon)] as [number, number]),
      { renderer, className: `map-outline role-${image.outline ?? 'place'}`, fillOpacity: 0, weight: 1.5 }
    )
    if (image.outline === undefined || image.outline === 'place') outline.on('add', () => outline.bringToBack())
    return L.layerGroup([picture, listen(outline, key)])
  }
}

function lineLayer(renderer: L.Renderer): (line: MapLine) => L.Layer {
  return ({ from, to, role, label }) => {
    const lon = nearestLongitude(from.lon, to.lon)
    const path = L.polyline([[from.lat, from.lon], [to.lat, lon]], { renderer, interactive: false, className: `map-line role-${role}`, weight: 1.5 })
    if (label === undefined) return path
    return L.layerGroup([path, distanceMarker((from.lat + to.lat) / 2, (from.lon + lon) / 2, label, role)])
  }
}
