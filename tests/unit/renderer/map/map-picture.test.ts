import { expect, test } from 'vitest'
import { RingDrawing } from '#renderer/map/drawings/ring-drawing.ts'
import { WorldDrawing } from '#renderer/map/drawings/world-drawing.ts'
import { frameAround } from '#renderer/map/frame.ts'
import { mapPicture } from '#renderer/map/map-picture.ts'
import type { OutlineCountry } from '#renderer/map/world-outline.ts'

/** A country from 10 to 30 degrees east and about as far north, as the outline has it. */
const points = Float64Array.of(0.53, 0.45, 0.58, 0.45, 0.58, 0.4, 0.53, 0.4)
const country: OutlineCountry = { name: 'Made', code: '', polygons: [[{ points, box: [0.53, 0.4, 0.58, 0.45] }]], label: { x: 0, y: 0, width: 0 } }
const look = { ground: '#ffffff', text: '#111111', quiet: '#555555' }
const world = new WorldDrawing([country], { water: '#aaccee', land: '#eeeecc', border: '#999999' })

test('a saved map has its land, its drawings, what it shows in words, and its scales', () => {
  const frame = frameAround({ lat: 20, lon: 20 }, 4, 640, 480)
  const ring = new RingDrawing([[15, 15], [25, 15], [25, 25]], { line: '#008080', halo: '#ffffff' })
  const svg = mapPicture(frame, [world, ring], { title: 'R@1 <by> region', lines: ['A: one run', 'B: another'], scales: [{ title: 'R@1', colours: ['#000000', '#ffff00'], ticks: [{ at: 0, label: '0 %' }, { at: 1, label: '100 %' }], notes: ['a note'] }] }, look).svg()
  for (const words of ['R@1 &#60;by&#62; region', 'A: one run', 'B: another', '0 %', '100 %', 'a note', 'Natural Earth']) expect(svg).toContain(words)
  expect(svg).toContain('fill="#eeeecc"')
  expect(svg).toContain('stroke="#008080"')
  // Nothing that another program would have to load, and nothing that runs.
  expect(svg).not.toMatch(/<script|<image|href=|http(?!:\/\/www\.w3\.org\/2000\/svg)/)
})

test('what the map draws lies under its title, at the map’s own place', () => {
  const frame = frameAround({ lat: 0, lon: 0 }, 2, 400, 300)
  const at = (lines: readonly string[]): number => {
    const ring = new RingDrawing([[0, 0], [10, 0], [10, 10]], { line: '#008080', halo: '#ffffff' })
    const svg = mapPicture(frame, [ring], { title: 't', lines, scales: [] }, look).svg()
    return Number(/d="M200 ([\d.]+)L/.exec(svg)?.[1])
  }
  // The equator stands in the middle of the map: 150 pixels under its upper edge, which each line moves down.
  expect(at(['a']) - at([])).toBe(17)
  expect(at([])).toBe(150 + 16 + 22 + 6)
})
