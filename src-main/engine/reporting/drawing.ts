/**
 * Colours by meaning. On the screen they follow the reader's theme, on paper they are the light ones. A colour of a scale
 * is written out (`#rrggbb`), since it means a number.
 */
export type Paint = 'ink' | 'muted' | 'faint' | 'hairline' | 'land' | 'ground' | 'answer' | 'second' | 'truth' | 'wrong' | 'cat-1' | 'cat-2' | 'cat-3' | 'cat-4' | `#${string}`

/** What is drawn, in pixels from the upper left; texts stand on their baseline. */
export type Shape =
  | { readonly kind: 'line'; readonly points: readonly number[]; readonly stroke: Paint; readonly width: number; readonly dash?: number }
  | { readonly kind: 'area'; readonly rings: readonly (readonly number[])[]; readonly fill: Paint; readonly stroke?: Paint }
  | { readonly kind: 'rect'; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly fill: Paint }
  | { readonly kind: 'dot'; readonly x: number; readonly y: number; readonly radius: number; readonly fill: Paint; readonly stroke?: Paint; readonly form?: 'circle' | 'diamond' | 'square'; readonly tip?: string }
  | { readonly kind: 'text'; readonly x: number; readonly y: number; readonly text: string; readonly size: number; readonly fill: Paint; readonly anchor?: 'start' | 'middle' | 'end'; readonly strong?: boolean }
  | { readonly kind: 'clip'; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly shapes: readonly Shape[] }

/** A figure as shapes, which SVG and PDF draw alike. */
export interface Drawing {
  readonly width: number
  readonly height: number
  /** What it shows, in a sentence, for whoever does not see it. */
  readonly alt: string
  readonly shapes: readonly Shape[]
}

/** On paper, and on a light screen. */
export const lightPaints: Readonly<Record<Exclude<Paint, `#${string}`>, string>> = {
  ink: '#1b2027', muted: '#4d5560', faint: '#6b7480', hairline: '#d4d8de', land: '#e6e9ed', ground: '#ffffff', answer: '#b45f06', second: '#7a3fb0', truth: '#0b7a53', wrong: '#b3261e', 'cat-1': '#2a7fb8', 'cat-2': '#9a6700', 'cat-3': '#0e7c5e', 'cat-4': '#a8487f'
}

/** On a dark screen. */
export const darkPaints: Readonly<Record<Exclude<Paint, `#${string}`>, string>> = {
  ink: '#e8ebef', muted: '#b3bac4', faint: '#929ba7', hairline: '#3b434e', land: '#2a3139', ground: '#14181d', answer: '#f0a848', second: '#bf8ff0', truth: '#3cc492', wrong: '#f2786d', 'cat-1': '#56b4e9', 'cat-2': '#e6b422', 'cat-3': '#2fc49a', 'cat-4': '#dd8fbb'
}

/** The colour of a run: the first is orange as the answer, the second purple, others a category each. */
export function runPaint(index: number): Paint {
  return (['answer', 'second', 'cat-1', 'cat-3', 'cat-4', 'cat-2'] as const)[index % 6] ?? 'ink'
}

/** The form of a run's mark, so that runs are told apart without colour. */
export function runForm(index: number): 'circle' | 'diamond' | 'square' {
  return (['circle', 'diamond', 'square'] as const)[index % 3] ?? 'circle'
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u

/** About how wide a text is: figures are laid out before anyone knows the font. Errs to the wide side. */
export function textWidth(text: string, size: number): number {
  let ems = 0
  for (const sign of text) ems += wide.test(sign) || (sign.codePointAt(0) ?? 0) > 0xffff ? 1.02 : /[A-ZMWmw@%—]/.test(sign) ? 0.72 : 0.57
  return ems * size
}

/** A text that takes at most so many pixels, with an ellipsis where it was cut. */
export function fitted(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text
  let kept = ''
  for (const sign of text) {
    if (textWidth(`${kept}${sign}…`, size) > width) break
    kept += sign
  }
  return `${kept.trimEnd()}…`
}
