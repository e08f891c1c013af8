import { describe, expect, it } from 'vitest'
import { drawnSize, fitSize, fitted, held, zoomAt } from '#renderer/features/review/stage-view.ts'

describe('stage view', () => {
  it('keeps the point under the pointer where it is', () => {
    const before = { ...fitted, scale: 2, x: 10, y: -5 }
    const after = zoomAt(before, 1.7, 80, 40)
    // The picture's own coordinate under the pointer is the same before and after.
    expect((80 - after.x) / after.scale).toBeCloseTo((80 - before.x) / before.scale, 9)
    expect((40 - after.y) / after.scale).toBeCloseTo((40 - before.y) / before.scale, 9)
  })

  it('stays within its limits', () => {
    expect(zoomAt(fitted, 1e6).scale).toBe(40)
    expect(zoomAt(fitted, 1e-6).scale).toBe(0.5)
  })

  it('never loses the picture out of the stage', () => {
    const lost = held({ ...fitted, x: 9999, y: -9999 }, 400, 300, 500, 400)
    expect(lost.x).toBeLessThan(400 / 2 + 500 / 2)
    expect(lost.y).toBeGreaterThan(-(300 / 2 + 400 / 2))
  })

  it('fits a turned picture by its turned sides', () => {
    expect(fitSize(400, 200, 100, 100, 0)).toEqual({ width: 100, height: 50 })
    expect(fitSize(400, 200, 100, 100, 1)).toEqual({ width: 100, height: 50 })
    expect(fitSize(400, 200, 100, 400, 1)).toEqual({ width: 200, height: 100 })
    expect(fitSize(0, 0, 100, 100, 0)).toEqual({ width: 0, height: 0 })
  })

  it('draws as many pixels as are seen, and no more than there are', () => {
    expect(drawnSize({ width: 1000, height: 500 }, { width: 400, height: 200 }, 1)).toEqual({ width: 400, height: 200 })
    expect(drawnSize({ width: 1000, height: 500 }, { width: 400, height: 200 }, 2)).toEqual({ width: 800, height: 400 })
    expect(drawnSize({ width: 1000, height: 500 }, { width: 400, height: 200 }, 40)).toEqual({ width: 1000, height: 500 })
    expect(drawnSize({ width: 1000, height: 1 }, { width: 100, height: 0.1 }, 1)).toEqual({ width: 100, height: 1 })
  })
})
