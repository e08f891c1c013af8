import { describe, expect, it } from 'vitest'
import { fitSize, fitted, held, zoomAt } from '#renderer/features/review/stage-view.ts'

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
})
