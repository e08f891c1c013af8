type Rgb = readonly [number, number, number]

const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb

/**
 * From the second encoder's purple over a neutral to the first one's orange, safe for the colour-blind. On light ground
 * the inner nine of ColorBrewer's PuOr (C. Brewer, M. Harrower; Apache-2.0), nearly white in the middle; on dark ground the
 * same hues with a dark middle: what differs little steps back on either.
 */
const scales = {
  light: ['#542788', '#8073ac', '#b2abd2', '#d8daeb', '#f7f7f7', '#fee0b6', '#fdb863', '#e08214', '#b35806'].map(rgb),
  dark: ['#dcc2ff', '#b794ea', '#8f6fc0', '#675691', '#4c4d55', '#7b6037', '#b07f26', '#e5a430', '#ffd486'].map(rgb)
} as const

/** The colour of a value from -1 (purple) over 0 (neutral) to 1 (orange) on dark or light ground; outside: that of the nearer end. */
export function diverging(value: number, ground: 'dark' | 'light'): string {
  const stops = scales[ground]
  const at = ((Math.min(Math.max(value, -1), 1) + 1) / 2) * (stops.length - 1)
  const low = stops[Math.floor(at)] ?? [0, 0, 0]
  const high = stops[Math.ceil(at)] ?? low
  return `rgb(${low.map((part, i) => Math.round(part + ((high[i] ?? part) - part) * (at % 1))).join(' ')})`
}
