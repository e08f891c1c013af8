import { describe, expect, it } from 'vitest'
import { lieOf, turned, turnedBox, wholeTurn, type Lie, type Point } from '#renderer/map/plane.ts'

/** Where a point of the laid element comes to lie. */
function laid({ matrix: [a, b, c, d, e, f] }: Lie, x: number, y: number): Point {
  return { x: a * x + c * y + e, y: b * x + d * y + f }
}
const near = (got: Point, wanted: Point) => {
  expect(got.x).toBeCloseTo(wanted.x, 9)
  expect(got.y).toBeCloseTo(wanted.y, 9)
}

describe('turning', () => {
  it('is clockwise on a screen, and undone by the opposite', () => {
    near(turned({ x: 10, y: 0 }, 90, { x: 0, y: 0 }), { x: 0, y: 10 })
    near(turned(turned({ x: 3, y: -7 }, 37, { x: 5, y: 5 }), -37, { x: 5, y: 5 }), { x: 3, y: -7 })
    expect([wholeTurn(-15), wholeTurn(360), wholeTurn(725)]).toEqual([345, 0, 5])
  })
  it('finds the box that holds turned points, with its middle where it was', () => {
    const square = [{ x: 10, y: 10 }, { x: 20, y: 10 }, { x: 20, y: 20 }, { x: 10, y: 20 }]
    const box = turnedBox(square, 45)
    near(box.middle, { x: 15, y: 15 })
    expect(box.width).toBeCloseTo(10 * Math.SQRT2, 9)
    expect(turnedBox(square, 90)).toMatchObject({ width: expect.closeTo(10, 9) as number })
  })
})

describe('a picture on its corners', () => {
  it('lies as it is where it is not turned', () => {
    const lie = lieOf([{ x: 5, y: 7 }, { x: 25, y: 7 }, { x: 25, y: 17 }, { x: 5, y: 17 }])
    expect(lie).toEqual({ width: 20, height: 10, matrix: [1, 0, 0, 1, 5, 7] })
  })
  it('meets the four corners of a turned parallelogram', () => {
    const corners = [{ x: 40, y: 10 }, { x: 90, y: 40 }, { x: 70, y: 100 }, { x: 20, y: 70 }] as const
    const lie = lieOf(corners)
    near(laid(lie, 0, 0), corners[0])
    near(laid(lie, lie.width, 0), corners[1])
    near(laid(lie, lie.width, lie.height), corners[2])
    near(laid(lie, 0, lie.height), corners[3])
    // Drawn as large as it appears.
    expect(lie.width).toBeCloseTo(Math.hypot(50, 30), 9)
  })
  it('shows a mirrored or upside-down ring as it says', () => {
    const lie = lieOf([{ x: 0, y: 10 }, { x: 10, y: 10 }, { x: 10, y: 0 }, { x: 0, y: 0 }])
    near(laid(lie, 0, 0), { x: 0, y: 10 })
    near(laid(lie, lie.width, lie.height), { x: 10, y: 0 })
  })
  it('stays near all four corners where they are no parallelogram', () => {
    const corners = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 101, y: 100 }, { x: 0, y: 100 }] as const
    const lie = lieOf(corners)
    const places = [laid(lie, 0, 0), laid(lie, lie.width, 0), laid(lie, lie.width, lie.height), laid(lie, 0, lie.height)]
    for (const [i, place] of places.entries()) expect(Math.hypot(place.x - (corners[i]?.x ?? 0), place.y - (corners[i]?.y ?? 0))).toBeLessThan(0.5)
  })
})
