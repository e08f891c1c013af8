/** Viridis at tenths (S. van der Walt, N. Smith, matplotlib; CC0): even to the eye, in grey and for the colour-blind. */
const stops = ['#440154', '#482475', '#414487', '#355f8d', '#2a788e', '#21918c', '#22a884', '#44bf70', '#7ad151', '#bddf26', '#fde725'].map(
  (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]
)

/** The colour of a share from 0 to 1 (outside: that of the nearer end), and the text colour that can be read on it. */
export function viridis(share: number): { ground: string; text: string } {
  const at = Math.min(Math.max(share, 0), 1) * (stops.length - 1)
  const low = stops[Math.floor(at)] ?? [0, 0, 0]
  const high = stops[Math.ceil(at)] ?? low
  const [r = 0, g = 0, b = 0] = low.map((value, i) => Math.round(value + ((high[i] ?? value) - value) * (at % 1)))
  return { ground: `rgb(${r} ${g} ${b})`, text: contrast(luminance(r, g, b), 1) >= contrast(luminance(r, g, b), 0) ? '#ffffff' : '#000000' }
}

/** Relative luminance and contrast ratio of WCAG 2.2. */
function luminance(...rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}
