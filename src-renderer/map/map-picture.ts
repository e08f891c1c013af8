import type { Drawing } from './drawing.ts'
import type { MapFrame } from './frame.ts'
import { CanvasPen, type Pen } from './pen.ts'
import { SvgPen } from './svg-pen.ts'

/** What stands around a map in a picture of it. */
export interface MapCaption {
  readonly title: string
  /** Lines under the title: runs, selection, units. */
  readonly lines: readonly string[]
  readonly scales: readonly MapScale[]
}

/** A colour scale: colours from left to right, and words under it at shares of its length. */
export interface MapScale {
  readonly title: string
  readonly colours: readonly string[]
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
  readonly notes: readonly string[]
}

export interface PictureLook {
  readonly ground: string
  readonly text: string
  readonly quiet: string
}

const margin = 16
const scaleWidth = 220
const lineHeight = 17

/** A map with its title above and its scales below, drawn with the drawings that the screen shows. */
export interface MapPicture {
  svg(): string
  png(font: string): Promise<Uint8Array>
}

export function mapPicture(frame: MapFrame, drawings: readonly Drawing[], caption: MapCaption, look: PictureLook): MapPicture {
  const above = margin + 22 + caption.lines.length * lineHeight + 6
  const notes = Math.max(0, ...caption.scales.map((scale) => scale.notes.length))
  const below = caption.scales.length === 0 ? margin : 64 + notes * lineHeight
  const [width, height] = [Math.max(frame.width, 2 * margin + caption.scales.length * (scaleWidth + 40)), above + frame.height + below]
  const around = (pen: Pen) => {
    // What the map draws beyond its edges is covered by the frame around it.
    for (const [x, y, w, h] of [[0, 0, width, above], [0, above + frame.height, width, below], [frame.width, 0, width - frame.width, height]] as const) {
      pen.begin()
      pen.rect(x, y, w, h)
      pen.fill({ colour: look.ground })
    }
    pen.text(margin, margin + 8, caption.title, { colour: look.text, size: 15, bold: true })
    caption.lines.forEach((line, i) => pen.text(margin, margin + 31 + i * lineHeight, line, { colour: look.quiet, size: 12 }))
    pen.text(frame.width - 6, above + frame.height - 10, 'Natural Earth', { colour: look.quiet, size: 10, anchor: 'end' })
    caption.scales.forEach((scale, i) => drawScale(pen, scale, margin + i * (scaleWidth + 40), above + frame.height + 10, look))
  }
  const draw = (pen: Pen) => {
    for (const drawing of drawings) drawing.draw(pen, { ...frame, top: frame.top - above, height: frame.height + above })
    around(pen)
  }
  return {
    svg() {
      const pen = new SvgPen(width, height)
      draw(pen)
      return pen.svg()
    },
    async png(font) {
      const canvas = new OffscreenCanvas(width * 2, height * 2)
      const context = canvas.getContext('2d')
      if (context === null) return new Uint8Array()
      context.scale(2, 2)
      draw(new CanvasPen(context, font))
      return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())
    }
  }
}

function drawScale(pen: Pen, scale: MapScale, x: number, y: number, look: PictureLook): void {
  pen.text(x, y + 6, scale.title, { colour: look.text, size: 12 })
  const step = scaleWidth / scale.colours.length
  scale.colours.forEach((colour, i) => {
    pen.begin()
    pen.rect(x + i * step, y + 17, step + 0.4, 10)
    pen.fill({ colour })
  })
  scale.ticks.forEach(({ at, label }) => pen.text(x + at * scaleWidth, y + 38, label, { colour: look.quiet, size: 11, anchor: at <= 0.02 ? 'start' : at >= 0.98 ? 'end' : 'middle' }))
  scale.notes.forEach((note, i) => pen.text(x, y + 56 + i * lineHeight, note, { colour: look.quiet, size: 11 }))
}
