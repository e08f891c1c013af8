import type { Drawing, Paint, Shape } from './drawing.ts'
import { markup } from './markup.ts'

/** A drawing as an SVG element to stand in a page that defines the paints as `--p-NAME`. */
export function svgOf(drawing: Drawing): string {
  const names = { next: 0, prefix: `c${hash(drawing)}` }
  return `<svg viewBox="0 0 ${n(drawing.width)} ${n(drawing.height)}" role="img" aria-label="${markup(drawing.alt)}">${drawing.shapes.map((shape) => element(shape, names)).join('')}</svg>`
}

function element(shape: Shape, names: { next: number; readonly prefix: string }): string {
  switch (shape.kind) {
    case 'line':
      return `<path d="${path(shape.points, false)}" fill="none" stroke="${paint(shape.stroke)}" stroke-width="${n(shape.width)}"${shape.dash === undefined ? '' : ` stroke-dasharray="${n(shape.dash)}"`}/>`
    case 'area':
      return `<path d="${shape.rings.map((ring) => path(ring, true)).join('')}" fill="${paint(shape.fill)}" fill-rule="evenodd"${shape.stroke === undefined ? '' : ` stroke="${paint(shape.stroke)}" stroke-width="0.5"`}/>`
    case 'rect':
      return `<rect x="${n(shape.x)}" y="${n(shape.y)}" width="${n(shape.width)}" height="${n(shape.height)}" fill="${paint(shape.fill)}"/>`
    case 'dot':
      return dot(shape)
    case 'text':
      return `<text x="${n(shape.x)}" y="${n(shape.y)}" font-size="${n(shape.size)}" fill="${paint(shape.fill)}"${shape.anchor === undefined || shape.anchor === 'start' ? '' : ` text-anchor="${shape.anchor}"`}${shape.strong === true ? ' font-weight="600"' : ''}>${markup(shape.text)}</text>`
    case 'clip': {
      const id = `${names.prefix}-${names.next++}`
      return `<clipPath id="${id}"><rect x="${n(shape.x)}" y="${n(shape.y)}" width="${n(shape.width)}" height="${n(shape.height)}"/></clipPath><g clip-path="url(#${id})">${shape.shapes.map((inner) => element(inner, names)).join('')}</g>`
    }
  }
}

function dot({ x, y, radius, fill, stroke, form = 'circle', tip }: Extract<Shape, { kind: 'dot' }>): string {
  const look = `fill="${paint(fill)}"${stroke === undefined ? '' : ` stroke="${paint(stroke)}" stroke-width="0.75"`}`
  const inside = tip === undefined ? '' : `<title>${markup(tip)}</title>`
  if (form === 'circle') return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" ${look}>${inside}</circle>`
  return `<path d="${path(corners(x, y, radius, form), true)}" ${look}>${inside}</path>`
}

/** The corners of a mark that is not round. */
export function corners(x: number, y: number, radius: number, form: 'diamond' | 'square'): number[] {
  const r = radius * 1.2
  if (form === 'diamond') return [x, y - r, x + r, y, x, y + r, x - r, y]
  const s = radius * 0.9
  return [x - s, y - s, x + s, y - s, x + s, y + s, x - s, y + s]
}

function path(points: readonly number[], closed: boolean): string {
  let text = ''
  for (let i = 0; i + 1 < points.length; i += 2) text += `${i === 0 ? 'M' : 'L'}${n(points[i] as number)} ${n(points[i + 1] as number)}`
  return closed ? `${text}Z` : text
}

function paint(name: Paint): string {
  return /^#[0-9a-f]{6}$/.test(name) ? name : `var(--p-${name.replaceAll(/[^a-z0-9-]/g, '')})`
}

function n(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 100) / 100) : '0'
}

/** A short name of a drawing, so that the clips of two figures on one page do not meet. */
function hash(drawing: Drawing): string {
  let sum = 5381
  for (const sign of `${drawing.alt}/${drawing.width}/${drawing.height}/${drawing.shapes.length}`) sum = (Math.imul(sum, 33) ^ (sign.codePointAt(0) ?? 0)) >>> 0
  return sum.toString(36)
}
