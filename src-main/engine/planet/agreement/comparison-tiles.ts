/** A place with the satellite view that stands for it. */
export interface ComparisonTile {
  readonly place: number
  readonly view: number
}

/** How many tiles of a split are drawn so that each caption has `count` of other places: one more, since its own may be among them. */
export function tilesToDraw(count: number): number {
  return count + 1
}

/** Indices of the tiles that a caption of `place` is compared with: the first `count` of other places; if there are fewer, all. */
export function comparisonsOf(tiles: readonly ComparisonTile[], place: number, count: number): Int32Array {
  const others: number[] = []
  for (let i = 0; i < tiles.length && others.length < count; i++) if (tiles[i]?.place !== place) others.push(i)
  return Int32Array.from(others)
}
