import type L from 'leaflet'
import type { MapWindow } from './map-types.ts'

/** The window of a map as the contract wants it: inside -180..180, west above east over the antimeridian, whole if it shows the world. */
export function windowOf(map: L.Map): MapWindow {
  const bounds = map.getBounds()
  const [west, east] = [bounds.getWest(), bounds.getEast()]
  const south = Math.max(-90, bounds.getSouth())
  const north = Math.min(90, bounds.getNorth())
  const wrapped = (lon: number) => ((((lon + 180) % 360) + 360) % 360) - 180
  return { box: east - west >= 360 ? [-180, south, 180, north] : [wrapped(west), south, wrapped(east), north], zoom: map.getZoom() }
}
