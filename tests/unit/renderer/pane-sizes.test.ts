import { expect, test } from 'vitest'
import { fitPanes, type PaneSpec } from '../../../src-renderer/ui/pane-sizes.ts'

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
