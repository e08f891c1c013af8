import type { TextRange } from './text-ranges.ts'

/** A place in pixels, against the element that the text stands in. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The text node and the place in it that show an offset of the text. Runs carry theirs as `data-at`. */
function place(root: HTMLElement, offset: number, side: 'start' | 'end'): { node: Text; at: number } | null {
  let found: { node: Text; at: number } | null = null
  for (const run of root.querySelectorAll<HTMLElement>('[data-at]')) {
    const from = Number(run.dataset['at'])
    if (side === 'start' ? from > offset : from >= offset) break
    const node = document.createTreeWalker(run, NodeFilter.SHOW_TEXT).nextNode()
    if (node instanceof Text) found = { node, at: Math.min(offset - from, node.length) }
  }
  return found
}

/** A range of the document over a part of the text. */
export function documentRange(root: HTMLElement, { start, end }: TextRange): Range | null {
  const from = place(root, start, 'start')
  const to = place(root, end, 'end') ?? from
  if (from === null || to === null) return null
  const range = document.createRange()
  range.setStart(from.node, from.at)
  range.setEnd(to.node, to.at)
  return range
}

/** The smallest box around a part of the text. */
export function wholeRange(root: HTMLElement, part: TextRange): Box | null {
  const range = documentRange(root, part)
  if (range === null) return null
  const own = root.getBoundingClientRect()
  const { left, top, right, bottom } = range.getBoundingClientRect()
  return { left: left - own.left, top: top - own.top, right: right - own.left, bottom: bottom - own.top }
}

/** The part of the text that is selected in an element; null where nothing of it is. */
export function selectedRange(root: HTMLElement): TextRange | null {
  const selection = window.getSelection()
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return null
  const range = selection.getRangeAt(0)
  if (!range.intersectsNode(root)) return null
  const start = offsetOf(root, range.startContainer, range.startOffset, 'start')
  const end = offsetOf(root, range.endContainer, range.endOffset, 'end')
  return start === null || end === null || start >= end ? null : { start, end }
}

/** The offset in the text of a point in the document. A point outside a run (in a word that was taken out, say) counts as the next run's start, or the one's end before it. */
function offsetOf(root: HTMLElement, node: Node, at: number, side: 'start' | 'end'): number | null {
  const run = (node instanceof HTMLElement ? node : node.parentElement)?.closest<HTMLElement>('[data-at]')
  if (run !== null && run !== undefined && root.contains(run) && node instanceof Text) return Number(run.dataset['at']) + at
  const point = document.createRange()
  point.setStart(node, at)
  let before: number | null = null
  for (const other of root.querySelectorAll<HTMLElement>('[data-at]')) {
    const from = Number(other.dataset['at'])
    if (point.comparePoint(other, 0) >= 0) return side === 'start' ? from : (before ?? from)
    before = from + (other.textContent?.length ?? 0)
  }
  return before
}
