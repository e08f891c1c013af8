/** What a figure is drawn of, in CSS pixels: the same on a canvas and as SVG. */
export type Shape =
  | { readonly kind: 'area'; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly fill: string; readonly opacity?: number }
  | { readonly kind: 'frame'; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly stroke: string; readonly thick: number; readonly dashed?: boolean }
  | { readonly kind: 'line'; readonly x: number; readonly y: number; readonly toX: number; readonly toY: number; readonly stroke: string; readonly dashed?: boolean }
  | { readonly kind: 'dot'; readonly x: number; readonly y: number; readonly radius: number; readonly fill: string; readonly ring?: string }
  | { readonly kind: 'words'; readonly x: number; readonly y: number; readonly text: string; readonly fill: string; readonly anchor: 'start' | 'middle' | 'end'; readonly turned?: boolean; readonly strong?: boolean }

/** A figure: what lies in the plot is cut at its edge, what stands around it is not. */
export interface Figure {
  readonly width: number
  readonly height: number
  readonly ground: string
  readonly font: string
  readonly plot: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly inside: readonly Shape[]
  readonly around: readonly Shape[]
}

const textSize = 11
const dashes = [4, 3]

export function paint(context: CanvasRenderingContext2D, figure: Pick<Figure, 'width' | 'height' | 'font' | 'plot' | 'inside' | 'around'>): void {
  const { plot } = figure
  context.clearRect(0, 0, figure.width, figure.height)
  context.save()
  context.beginPath()
  context.rect(plot.x, plot.y, plot.width, plot.height)
  context.clip()
  for (const shape of figure.inside) paintShape(context, shape, figure.font)
  context.restore()
  for (const shape of figure.around) paintShape(context, shape, figure.font)
}

function paintShape(context: CanvasRenderingContext2D, shape: Shape, font: string): void {
  switch (shape.kind) {
    case 'area':
      context.globalAlpha = shape.opacity ?? 1
      context.fillStyle = shape.fill
      context.fillRect(shape.x, shape.y, shape.width, shape.height)
      context.globalAlpha = 1
      return
    case 'frame':
      context.setLineDash(shape.dashed === true ? dashes : [])
      context.strokeStyle = shape.stroke
      context.lineWidth = shape.thick
      context.strokeRect(shape.x, shape.y, shape.width, shape.height)
      return
    case 'line':
      context.setLineDash(shape.dashed === true ? dashes : [])
      context.strokeStyle = shape.stroke
      context.lineWidth = 1
      context.beginPath()
      context.moveTo(shape.x, shape.y)
      context.lineTo(shape.toX, shape.toY)
      context.stroke()
      return
    case 'dot':
      context.beginPath()
      context.arc(shape.x, shape.y, shape.radius, 0, 2 * Math.PI)
      context.fillStyle = shape.fill
      context.fill()
      if (shape.ring === undefined) return
      context.setLineDash([])
      context.lineWidth = 2
      context.strokeStyle = shape.ring
      context.stroke()
      return
    case 'words':
      context.font = `${shape.strong === true ? 600 : 400} ${textSize}px ${font}`
      context.fillStyle = shape.fill
      context.textAlign = shape.anchor === 'middle' ? 'center' : shape.anchor
      context.textBaseline = 'middle'
      context.save()
      context.translate(shape.x, shape.y)
      if (shape.turned === true) context.rotate(-Math.PI / 2)
      context.fillText(shape.text, 0, 0)
      context.restore()
  }
}

/** The figure as an SVG document. */
export function asSvg(figure: Figure): string {
  const { width, height, plot } = figure
  const inside = figure.inside.map(svgShape).join('\n')
  const around = figure.around.map(svgShape).join('\n')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(figure.font)}" font-size="${textSize}">
<defs><clipPath id="plot"><rect x="${plot.x}" y="${plot.y}" width="${plot.width}" height="${plot.height}"/></clipPath></defs>
<rect width="${width}" height="${height}" fill="${figure.ground}"/>
<g clip-path="url(#plot)">
${inside}
</g>
${around}
</svg>
`
}

function svgShape(shape: Shape): string {
  const at = (value: number): string => String(Math.round(value * 100) / 100)
  switch (shape.kind) {
    case 'area':
      return `<rect x="${at(shape.x)}" y="${at(shape.y)}" width="${at(shape.width)}" height="${at(shape.height)}" fill="${shape.fill}"${shape.opacity === undefined ? '' : ` fill-opacity="${shape.opacity}"`}/>`
    case 'frame':
      return `<rect x="${at(shape.x)}" y="${at(shape.y)}" width="${at(shape.width)}" height="${at(shape.height)}" fill="none" stroke="${shape.stroke}" stroke-width="${shape.thick}"${dash(shape.dashed)}/>`
    case 'line':
      return `<line x1="${at(shape.x)}" y1="${at(shape.y)}" x2="${at(shape.toX)}" y2="${at(shape.toY)}" stroke="${shape.stroke}"${dash(shape.dashed)}/>`
    case 'dot':
      return `<circle cx="${at(shape.x)}" cy="${at(shape.y)}" r="${shape.radius}" fill="${shape.fill}"${shape.ring === undefined ? '' : ` stroke="${shape.ring}" stroke-width="2"`}/>`
    case 'words':
      return `<text x="${at(shape.x)}" y="${at(shape.y)}" fill="${shape.fill}" text-anchor="${shape.anchor}" dominant-baseline="central"${shape.strong === true ? ' font-weight="600"' : ''}${shape.turned === true ? ` transform="rotate(-90 ${at(shape.x)} ${at(shape.y)})"` : ''}>${escaped(shape.text)}</text>`
  }
}

function dash(dashed: boolean | undefined): string {
  return dashed === true ? ` stroke-dasharray="${dashes.join(' ')}"` : ''
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
