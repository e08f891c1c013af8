import type { Fill, Lettering, Pen, Stroke } from './pen.ts'

const places = 10

/** Draws into the text of an SVG file. Colours are written as they come: give it ones that every program knows. */
export class SvgPen implements Pen {
  readonly #width: number
  readonly #height: number
  readonly #parts: string[] = []
  readonly #gradients: string[] = []
  #path = ''

  constructor(width: number, height: number) {
    this.#width = width
    this.#height = height
  }

  begin(): void {
    this.#path = ''
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${round(x)} ${round(y)}`
  }

  lineTo(x: number, y: number): void {
    this.#path += `L${round(x)} ${round(y)}`
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`
  }

  circle(x: number, y: number, radius: number): void {
    const r = round(radius)
    this.#path += `M${round(x + radius)} ${round(y)}a${r} ${r} 0 1 1 ${round(-2 * radius)} 0a${r} ${r} 0 1 1 ${round(2 * radius)} 0Z`
  }

  close(): void {
    this.#path += 'Z'
  }

  fill({ colour, opacity, holes }: Fill): void {
    if (this.#path === '') return
    this.#parts.push(`<path d="${this.#path}" fill="${colour}"${holes === true ? ' fill-rule="evenodd"' : ''}${opacity === undefined ? '' : ` fill-opacity="${opacity}"`}/>`)
  }

  stroke({ colour, width, opacity, dash, along }: Stroke): void {
    if (this.#path === '') return
    let ink = colour
    if (along !== undefined) {
      const id = `line-${this.#gradients.length}`
      const [x1, y1, x2, y2] = along.ends.map(round)
      this.#gradients.push(`<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"><stop offset="0" stop-color="${colour}"/><stop offset="1" stop-color="${along.to}"/></linearGradient>`)
      ink = `url(#${id})`
    }
    this.#parts.push(
      `<path d="${this.#path}" fill="none" stroke="${ink}" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="round"${opacity === undefined ? '' : ` stroke-opacity="${opacity}"`}${dash === undefined || dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`}/>`
    )
  }

  text(x: number, y: number, text: string, { colour, size, halo, bold, anchor }: Lettering): void {
    const around = halo === undefined ? '' : ` stroke="${halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`
    this.#parts.push(
      `<text x="${round(x)}" y="${round(y)}" dominant-baseline="central" font-size="${size}" fill="${colour}"${bold === true ? ' font-weight="600"' : ''}${anchor === undefined ? '' : ` text-anchor="${anchor}"`}${around}>${escaped(text)}</text>`
    )
  }

  /** The file so far. */
  svg(): string {
    const defs = this.#gradients.length === 0 ? '' : `<defs>${this.#gradients.join('')}</defs>`
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${this.#width}" height="${this.#height}" viewBox="0 0 ${this.#width} ${this.#height}" font-family="Inter, 'Noto Sans SC', sans-serif">${defs}<clipPath id="frame"><rect width="${this.#width}" height="${this.#height}"/></clipPath><g clip-path="url(#frame)">${this.#parts.join('\n')}</g></svg>\n`
  }
}

function round(pixels: number): number {
  return Math.round(pixels * places) / places
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
}
