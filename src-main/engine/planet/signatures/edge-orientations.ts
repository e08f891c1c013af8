/** Writes the structure signature of a square luminance raster [size x size] into `into` [bins]. */
export type EdgeOrientations = (luminance: Int32Array, into: Float32Array) => void

/** Steps of the arctangent's table; with linear interpolation its error is below 6e-9 radians. */
const steps = 4096

/**
 * Structure: how much edge runs in which direction. Gradients by the Scharr operator (weights 3, 10, 3; Scharr 2000) at
 * every pixel with eight neighbours; each pixel adds its gradient's magnitude to the two nearest of `bins` bins over half
 * a turn, linearly by how near they are (as HOG does: Dalal and Triggs 2005). Shares of the sum, square-rooted: the dot
 * product of two is a Bhattacharyya coefficient. A tile without any gradient: all zeros.
 *
 * The direction is that of the EDGE, at right angles to the gradient: a road from west to east counts at 0, one from
 * south-west to north-east at 45 degrees (counter-clockwise, seen with north up). Bin k is CENTRED on k x 180 / bins
 * degrees, so exact east-west edges lie in bin 0 alone and exact north-south ones in bin bins / 2.
 */
export function edgeOrientations(size: number, bins: number): EdgeOrientations {
  const arctangent = Float64Array.from({ length: steps + 2 }, (_, i) => (Math.atan(i / steps) * bins) / Math.PI)
  // By octant, steep or not and falling to the left or not: the bin of an edge is its base plus or minus its acute angle.
  const bases = Float64Array.of(0, bins, bins / 2, bins / 2)
  const signs = Float64Array.of(1, -1, -1, 1)
  // Two more than there are bins: the turn is closed once at the end.
  const sums = new Float64Array(bins + 2)
  return (luminance, into) => {
    sums.fill(0)
    for (let y = 1; y < size - 1; y++) {
      const row = y * size
      // Each column's sum down the operator (weights 3, 10, 3) and difference, west, here and east of the pixel.
      let sumWest = 3 * ((luminance[row - size] as number) + (luminance[row + size] as number)) + 10 * (luminance[row] as number)
      let sumHere = 3 * ((luminance[row - size + 1] as number) + (luminance[row + size + 1] as number)) + 10 * (luminance[row + 1] as number)
      let fallWest = (luminance[row + size] as number) - (luminance[row - size] as number)
      let fallHere = (luminance[row + size + 1] as number) - (luminance[row - size + 1] as number)
      for (let at = row + 2; at < row + size; at++) {
        const above = luminance[at - size] as number
        const below = luminance[at + size] as number
        const sumEast = (3 * (above + below) + 10 * (luminance[at] as number)) | 0
        const fallEast = (below - above) | 0
        const east = (sumEast - sumWest) | 0
        const south = (3 * (fallWest + fallEast) + 10 * fallHere) | 0
        sumWest = sumHere
        sumHere = sumEast
        fallWest = fallHere
        fallHere = fallEast
        if ((east | south) === 0) continue
        // The gradient (east, -south), turned by a quarter, is (south, east); folded to the upper half turn. In signs and
        // masks, since branches on what a picture holds are guessed wrong half the time.
        const up = (east ^ (east >> 31)) - (east >> 31)
        const across = (south ^ (south >> 31)) - (south >> 31)
        const flatter = ((across - up) >> 31) & (across - up)
        const octant = (((across - up) >>> 31) << 1) | ((east ^ south) >>> 31)
        // The less of the two by the greater.
        const scaled = ((up + flatter) / (across - flatter)) * steps
        const step = scaled | 0
        const low = arctangent[step] as number
        const place = (bases[octant] as number) + (signs[octant] as number) * (low + (scaled - step) * ((arctangent[step + 1] as number) - low))
        const bin = place | 0
        const magnitude = Math.sqrt(east * east + south * south)
        const beyond = (place - bin) * magnitude
        sums[bin] = (sums[bin] as number) + magnitude - beyond
        sums[bin + 1] = (sums[bin + 1] as number) + beyond
      }
    }
    sums[0] = (sums[0] as number) + (sums[bins] as number)
    sums[1] = (sums[1] as number) + (sums[bins + 1] as number)
    let total = 0
    for (let bin = 0; bin < bins; bin++) total += sums[bin] as number
    for (let bin = 0; bin < bins; bin++) into[bin] = total === 0 ? 0 : Math.sqrt((sums[bin] as number) / total)
  }
}
