import type PDFDocument from 'pdfkit'
import { lightPaints, type Drawing, type Paint, type Shape } from '../drawing.ts'
import { corners } from '../write-svg.ts'
import type { PdfText } from './pdf-text.ts'

/** Draws a figure with its upper left at (x, y), `scale` points a pixel. */
export function drawFigure(document: InstanceType<typeof PDFDocument>, text: PdfText, drawing: Drawing, x: number, y: number, scale: number): void {
  document.save()
  document.translate(x, y).scale(scale)
  for (const shape of drawing.shapes) drawShape(document, text, shape)
  document.restore()
}

/** A colour as paper shows it. */
export function paperColour(paint: Paint): string {
  return paint.startsWith('#') ? paint : lightPaints[paint as keyof typeof lightPaints]
}

function drawShape(document: InstanceType<typeof PDFDocument>, text: PdfText, shape: Shape): void {
  switch (shape.kind) {
    case 'line':
      trace(document, shape.points)
      if (shape.dash !== undefined) document.dash(shape.dash, { space: shape.dash })
      document.lineWidth(shape.width).stroke(paperColour(shape.stroke))
      if (shape.dash !== undefined) document.undash()
      return
    case 'area':
      for (const ring of shape.rings) {
        trace(document, ring)
        document.closePath()
      }
      if (shape.stroke === undefined) document.fill(paperColour(shape.fill), 'even-odd')
      else document.lineWidth(0.5).fillAndStroke(paperColour(shape.fill), paperColour(shape.stroke), 'even-odd')
      return
    case 'rect':
      document.rect(shape.x, shape.y, shape.width, shape.height).fill(paperColour(shape.fill))
      return
    case 'dot': {
      if (shape.form === undefined || shape.form === 'circle') document.circle(shape.x, shape.y, shape.radius)
      else {
        trace(document, corners(shape.x, shape.y, shape.radius, shape.form))
        document.closePath()
      }
      if (shape.stroke === undefined) document.fill(paperColour(shape.fill))
      else document.lineWidth(0.75).fillAndStroke(paperColour(shape.fill), paperColour(shape.stroke))
      return
    }
    case 'text':
      text.line(shape.text, shape.x, shape.y, { size: shape.size, colour: paperColour(shape.fill), weight: shape.strong === true ? 600 : 400, anchor: shape.anchor ?? 'start' })
      return
    case 'clip':
      document.save()
      document.rect(shape.x, shape.y, shape.width, shape.height).clip()
      for (const inner of shape.shapes) drawShape(document, text, inner)
      document.restore()
  }
}

function trace(document: InstanceType<typeof PDFDocument>, points: readonly number[]): void {
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = [points[i] ?? 0, points[i + 1] ?? 0]
    if (i === 0) document.moveTo(x, y)
    else document.lineTo(x, y)
  }
}
