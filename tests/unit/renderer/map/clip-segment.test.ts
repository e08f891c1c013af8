import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clipSegment } from '#renderer/map/clip-segment.ts'

const size = { width: 100, height: 60 }
const whole = fc.integer({ min: -300, max: 300 })

test('a point of the line is in the part that is left exactly where it is in the rectangle', () => {
  fc.assert(
    fc.property(whole, whole, whole, whole, (x1, y1, x2, y2) => {
      const part = clipSegment(x1, y1, x2, y2, size, 5)
      const length = Math.hypot(x2 - x1, y2 - y1)
      for (let i = 0; i <= 40; i++) {
        const [x, y] = [x1 + ((x2 - x1) * i) / 40, y1 + ((y2 - y1) * i) / 40]
        // A hair off the edge, where rounding may go either way.
        if ([x + 5, 105 - x, y + 5, 65 - y].some((inside) => Math.abs(inside) < 1e-6)) continue
        const within = x > -5 && x < 105 && y > -5 && y < 65
        const on = part !== null && Math.abs(Math.hypot(part[0] - x, part[1] - y) + Math.hypot(part[2] - x, part[3] - y) - Math.hypot(part[2] - part[0], part[3] - part[1])) < 1e-6
        expect(on).toBe(within)
      }
      if (part !== null) expect(Math.hypot(part[2] - part[0], part[3] - part[1])).toBeLessThanOrEqual(length + 1e-9)
    })
  )
})

test('what lies inside stays as it is', () => {
  expect(clipSegment(1.1, 2.2, 99.9, 59.9, size, 0)).toEqual([1.1, 2.2, 99.9, 59.9])
  expect(clipSegment(-1e6, 30, 1e6, 30, size, 2)).toEqual([-2, 30, 102, 30])
})
