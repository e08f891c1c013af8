/** The tokens that charts draw with, as colours that ECharts can read. */
export interface ChartTheme {
  readonly text: string
  readonly text2: string
  readonly text3: string
  readonly hairline: string
  readonly surface: string
  readonly accent: string
  readonly truth: string
  readonly answer: string
  readonly second: string
  readonly wrong: string
  readonly categories: readonly string[]
  readonly font: string
}

/** A series' colour: a role of the studio, or the n-th category (Okabe-Ito). */
export type ChartColour = 'accent' | 'truth' | 'answer' | 'second' | 'wrong' | number

export function readTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element)
  const token = (name: string) => plainColour(style.getPropertyValue(name).trim())
  return {
    text: token('--text'),
    text2: token('--text-2'),
    text3: token('--text-3'),
    hairline: token('--hairline'),
    surface: token('--surface'),
    accent: token('--accent-fill'),
    truth: token('--truth'),
    answer: token('--answer'),
    second: token('--second'),
    wrong: token('--wrong'),
    categories: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => token(`--cat-${n}`)),
    font: style.fontFamily
  }
}

export function colourOf(theme: ChartTheme, colour: ChartColour): string {
  return typeof colour === 'number' ? (theme.categories[colour % theme.categories.length] ?? theme.accent) : theme[colour]
}

/** The same as a CSS colour, for what is not drawn by ECharts. */
export function cssColour(colour: ChartColour): string {
  if (typeof colour === 'number') return `var(--cat-${(colour % 8) + 1})`
  return colour === 'accent' ? 'var(--accent-fill)' : `var(--${colour})`
}

const plain = new Map<string, string>()

/** ECharts and files of vectors know no oklch: the browser's own canvas turns any CSS colour into rgba. */
export function plainColour(colour: string): string {
  const known = plain.get(colour)
  if (known !== undefined) return known
  const canvas = new OffscreenCanvas(1, 1)
  const context = canvas.getContext('2d')
  if (context === null || colour === '') return colour
  context.fillStyle = colour
  context.fillRect(0, 0, 1, 1)
  const [r = 0, g = 0, b = 0, a = 255] = context.getImageData(0, 0, 1, 1).data
  const result = `rgba(${r}, ${g}, ${b}, ${(a / 255).toFixed(3)})`
  plain.set(colour, result)
  return result
}
