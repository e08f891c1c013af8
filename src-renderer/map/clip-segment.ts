/**
 * The part of a line from (x1, y1) to (x2, y2) within a rectangle from 0, 0 and `margin` around it, by Liang and Barsky
 * (1984); null where none of it is. Ends inside stay exactly what they are.
 */
export function clipSegment(x1: number, y1: number, x2: number, y2: number, size: { readonly width: number; readonly height: number }, margin: number): readonly [x1: number, y1: number, x2: number, y2: number] | null {
  const [dx, dy] = [x2 - x1, y2 - y1]
  let [from, to] = [0, 1]
  // For each side: how fast the line goes out through it, and how far inside of it its first end lies.
  const sides = [[-dx, x1 + margin], [dx, size.width + margin - x1], [-dy, y1 + margin], [dy, size.height + margin - y1]] as const
  for (const [out, inside] of sides) {
    if (out === 0) {
      if (inside < 0) return null
    } else if (out < 0) from = Math.max(from, inside / out)
    else to = Math.min(to, inside / out)
    if (from > to) return null
  }
  return [from === 0 ? x1 : x1 + from * dx, from === 0 ? y1 : y1 + from * dy, to === 1 ? x2 : x1 + to * dx, to === 1 ? y2 : y1 + to * dy]
}
