/** Viridis at nine even steps (matplotlib's, CC0), read off between them in sRGB. */
const viridisStops = [[68, 1, 84], [71, 44, 122], [59, 81, 139], [44, 113, 142], [33, 144, 141], [39, 173, 129], [92, 200, 99], [170, 220, 50], [253, 231, 37]] as const

/** From purple (the second is better) over a light grey to orange (the first is better). */
const divergingStops = [[84, 39, 136], [128, 115, 172], [178, 171, 210], [222, 222, 228], [253, 200, 130], [224, 130, 20], [158, 78, 5]] as const

/** 0..1 as `#rrggbb`; beyond the ends the ends. */
export function viridis(share: number): `#${string}` {
  return between(viridisStops, share)
}

/** -1..1 as `#rrggbb`. */
export function diverging(share: number): `#${string}` {
  return between(divergingStops, (share + 1) / 2)
}

function between(stops: readonly (readonly [number, number, number])[], share: number): `#${string}` {
  const at = Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0)) * (stops.length - 1)
  const low = Math.min(stops.length - 2, Math.floor(at))
  const [a, b] = [stops[low] ?? [0, 0, 0], stops[low + 1] ?? [0, 0, 0]]
  const part = at - low
  return `#${[0, 1, 2].map((i) => Math.round((a[i] ?? 0) + ((b[i] ?? 0) - (a[i] ?? 0)) * part).toString(16).padStart(2, '0')).join('')}`
}
