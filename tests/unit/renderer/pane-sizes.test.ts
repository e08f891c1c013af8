import { expect, test } from 'vitest'
import { evenSize, fitPanes, type PaneSpec } from '../../../src-renderer/ui/pane-sizes.ts'

const panes: readonly PaneSpec[] = [
  { id: 'left', label: 'left', size: 300, min: 200 },
  { id: 'middle', label: 'middle', flex: true, min: 250 },
  { id: 'right', label: 'right', size: 400, min: 150 }
]

test('panes keep their sizes where there is room', () => {
  expect(Object.fromEntries(fitPanes(panes, new Map(), 1200))).toEqual({ left: 300, right: 400 })
})

test('the last pane gives way first, none below its minimum', () => {
  expect(Object.fromEntries(fitPanes(panes, new Map(), 800))).toEqual({ left: 300, right: 250 })
  expect(Object.fromEntries(fitPanes(panes, new Map(), 650))).toEqual({ left: 250, right: 150 })
  expect(Object.fromEntries(fitPanes(panes, new Map(), 100))).toEqual({ left: 200, right: 150 })
})

test('a collapsed pane takes nothing and keeps its size for later', () => {
  expect(fitPanes(panes, new Map([['right', { size: 500, collapsed: true }]]), 1200).get('right')).toBe(0)
  expect(fitPanes(panes, new Map([['right', { size: 500, collapsed: false }]]), 1200).get('right')).toBe(500)
})

test('two panes get the same size', () => {
  const three: PaneSpec[] = [{ id: 'photo', label: 'Photo', size: 390 }, { id: 'tile', label: 'Tile', flex: true }, { id: 'text', label: 'Text', size: 440 }]
  // 1,282 less the text and two handles of one pixel leaves 840.
  expect(evenSize(three, new Map([['photo', 390], ['text', 440]]), 'photo', 1282)).toBe(420)
})
