import L from 'leaflet'
import { clusterSize, shortCount } from './geometry.ts'
import type { MapCluster, MapLabel, MapPoint, PointRole } from './map-types.ts'

const svg = 'http://www.w3.org/2000/svg'

function shape(role: PointRole, size: number): SVGElement {
  const root = document.createElementNS(svg, 'svg')
  root.setAttribute('viewBox', '-12 -12 24 24')
  root.setAttribute('width', String(size))
  root.setAttribute('height', String(size))
  root.setAttribute('aria-hidden', 'true')
  const add = (name: string, attributes: Record<string, string>) => {
    const element = document.createElementNS(svg, name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    root.append(element)
  }
  if (role === 'truth') add('circle', { r: '8.5', class: 'body' })
  if (role === 'answer') add('path', { d: 'M0 -11 L11 0 L0 11 L-11 0 Z', class: 'body' })
  if (role === 'second') add('rect', { x: '-8', y: '-8', width: '16', height: '16', rx: '1.5', class: 'body' })
  if (role === 'wrong') add('path', { d: 'M-7.5 -7.5 L7.5 7.5 M7.5 -7.5 L-7.5 7.5', class: 'stroke' })
  if (role === 'place') add('circle', { r: '6', class: 'body ring' })
  if (role === 'query') {
    add('circle', { r: '9', class: 'body ring' })
    add('circle', { r: '3.5', class: 'dot' })
  }
  return root
}

/** A marker for a point: its role's shape, with its mark in it. */
export function pointMarker(point: MapPoint): L.Marker {
  // Answers without a mark are company: they are seen, and do not cover the others.
  const size = point.role === 'place' || ((point.role === 'answer' || point.role === 'second') && point.mark === undefined) ? 13 : 24
  const element = document.createElement('div')
  element.append(shape(point.role, size))
  if (point.mark !== undefined) {
    const mark = document.createElement('span')
    mark.textContent = point.mark
    element.append(mark)
  }
  const marker = L.marker([point.lat, point.lon], {
    icon: L.divIcon({ className: `map-point role-${point.role}`, html: element, iconSize: [size, size] }),
    keyboard: false,
    alt: point.title ?? point.role,
    // Leaflet stacks by latitude: the better rank lies on top instead.
    zIndexOffset: 10_000 * stacking[point.role] - 500 * Number(point.mark ?? 12)
  })
  if (point.title !== undefined) marker.bindTooltip(textNode(point.title), { direction: 'top', offset: [0, -size / 2], className: 'map-tip' })
  return marker
}

const stacking: Record<PointRole, number> = { truth: 6, query: 5, answer: 4, second: 3, wrong: 2, place: 1 }

export function clusterMarker(cluster: MapCluster): L.Marker {
  const size = clusterSize(cluster.count)
  const element = document.createElement('span')
  if (cluster.count > 1) element.textContent = shortCount(cluster.count)
  return L.marker([cluster.lat, cluster.lon], {
    icon: L.divIcon({ className: cluster.place === null ? 'map-cluster' : 'map-cluster single', html: element, iconSize: [size, size] }),
    keyboard: false,
    alt: String(cluster.count)
  })
}

export function labelMarker(label: MapLabel): L.Marker {
  const element = document.createElement('span')
  element.textContent = label.text
  if (label.detail !== undefined) {
    const detail = document.createElement('small')
    detail.textContent = label.detail
    element.append(detail)
  }
  return L.marker([label.lat, label.lon], { icon: L.divIcon({ className: 'map-label', html: element, iconSize: [0, 0] }), interactive: false, keyboard: false })
}

export function distanceMarker(lat: number, lon: number, text: string, role: PointRole): L.Marker {
  const element = document.createElement('span')
  element.textContent = text
  return L.marker([lat, lon], { icon: L.divIcon({ className: `map-distance role-${role}`, html: element, iconSize: [0, 0] }), interactive: false, keyboard: false })
}

/** Titles may hold anything a data set holds: never as markup. */
function textNode(text: string): HTMLElement {
  const element = document.createElement('span')
  element.textContent = text
  return element
}
