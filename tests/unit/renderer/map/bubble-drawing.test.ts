import { describe, expect, it } from 'vitest'
import { BubbleDrawing, bubbleRadius, type MapBubble } from '#renderer/map/drawings/bubble-drawing.ts'
import { frameAround } from '#renderer/map/frame.ts'
import { SvgPen } from '#renderer/map/svg-pen.ts'

const bubble = (key: string, lat: number, lon: number, weight: number): MapBubble => ({ key, lat, lon, weight, colour: '#123456', strong: false, tip: [key] })
const frame = frameAround({ lat: 0, lon: 0 }, 2, 400, 300)
const look = { border: '#000000', lit: '#ffffff' }

describe('circles on the map', () => {
  it('have areas that grow with what they stand for, and can always be seen', () => {
    expect(bubbleRadius(100, 100) / bubbleRadius(25, 100)).toBeCloseTo(2)
    expect(bubbleRadius(0, 100)).toBe(4)
    expect(bubbleRadius(0, 0)).toBe(4)
  })

  it('are met where they lie, a small one before the large one under it', () => {
    const drawing = new BubbleDrawing([bubble('small', 0, 0, 1), bubble('large', 0, 0, 100)], look)
    expect(drawing.at(200, 150, frame)).toBe('small')
    expect(drawing.at(215, 150, frame)).toBe('large')
    expect(drawing.at(300, 150, frame)).toBeNull()
    expect(drawing.tip('small')).toEqual(['small'])
    expect(drawing.tip('other')).toBeNull()
  })

  it('are drawn on every copy of the world that is seen, and not beyond the frame', () => {
    const wide = frameAround({ lat: 0, lon: 0 }, 0, 700, 300)
    const count = (bubbles: readonly MapBubble[], of = wide): number => {
      const pen = new SvgPen(of.width, of.height)
      new BubbleDrawing(bubbles, look).draw(pen, of)
      return pen.svg().match(/<path/g)?.length ?? 0
    }
    const once = count([bubble('a', 0, 0, 1)], frame)
    expect(once).toBeGreaterThan(0)
    expect(count([bubble('a', 0, 0, 1)])).toBe(3 * once)
    expect(count([bubble('far', 80, 170, 1)], frame)).toBe(0)
  })
})
