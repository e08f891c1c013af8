/** How a shape is filled. */
export interface Fill {
  readonly colour: string
  readonly opacity?: number
  /** Whether a shape within the shape is a hole in it (even-odd rule). */
  readonly holes?: boolean
}

/** How a line is drawn. With `to`, its colour runs from `colour` at the first of the ends to `to` at the second. */
export interface Stroke {
  readonly colour: string
  readonly width: number
  readonly opacity?: number
  readonly dash?: readonly number[]
  readonly along?: { readonly to: string; readonly ends: readonly [x1: number, y1: number, x2: number, y2: number] }
}

export interface Lettering {
  readonly colour: string
  readonly size: number
  /** Drawn around the letters, so that they can be read on anything. */
  readonly halo?: string
  readonly bold?: boolean
  readonly anchor?: 'start' | 'middle' | 'end'
}

/** What drawings draw with, in pixels: a canvas on the screen, or a file of vectors. Shapes add up until the next `begin`. */
export interface Pen {
  begin(): void
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  rect(x: number, y: number, width: number, height: number): void
  circle(x: number, y: number, radius: number): void
  close(): void
  fill(fill: Fill): void
  stroke(stroke: Stroke): void
  /** `y` is the middle of the line. */
  text(x: number, y: number, text: string, lettering: Lettering): void
}

/** Draws on a canvas. */
export class CanvasPen implements Pen {
  readonly #context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D
  readonly #font: string

  constructor(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, font = 'sans-serif') {
    this.#context = context
    this.#font = font
    context.lineJoin = 'round'
    context.lineCap = 'round'
    context.textBaseline = 'middle'
  }

  begin(): void {
    this.#context.beginPath()
  }

  moveTo(x: number, y: number): void {
    this.#context.moveTo(x, y)
  }

  lineTo(x: number, y: number): void {
    this.#context.lineTo(x, y)
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#context.rect(x, y, width, height)
  }

  circle(x: number, y: number, radius: number): void {
    this.#context.moveTo(x + radius, y)
    this.#context.arc(x, y, radius, 0, 2 * Math.PI)
  }

  close(): void {
    this.#context.closePath()
  }

  fill({ colour, opacity = 1, holes = false }: Fill): void {
    this.#context.globalAlpha = opacity
    this.#context.fillStyle = colour
    this.#context.fill(holes ? 'evenodd' : 'nonzero')
    this.#context.globalAlpha = 1
  }

  stroke({ colour, width, opacity = 1, dash = [], along }: Stroke): void {
    const context = this.#context
    context.globalAlpha = opacity
    context.lineWidth = width
    context.setLineDash(dash as number[])
    context.strokeStyle = colour
    if (along !== undefined) {
      const gradient = context.createLinearGradient(...along.ends)
      gradient.addColorStop(0, colour)
      gradient.addColorStop(1, along.to)
      context.strokeStyle = gradient
    }
    context.stroke()
    context.globalAlpha = 1
  }

  text(x: number, y: number, text: string, { colour, size, halo, bold, anchor = 'start' }: Lettering): void {
    const context = this.#context
    context.font = `${bold === true ? 600 : 400} ${size}px ${this.#font}`
    context.textAlign = anchor === 'middle' ? 'center' : anchor
    if (halo !== undefined) {
      context.lineWidth = 3
      context.setLineDash([])
      context.strokeStyle = halo
      context.strokeText(text, x, y)
    }
    context.fillStyle = colour
    context.fillText(text, x, y)
  }
}
