import type { Signature } from '#shared/domain/planet.ts'
import { colourHistogram } from './colour-histogram.ts'
import { edgeOrientations } from './edge-orientations.ts'
import { luminanceOf } from './luminance.ts'
import { signatureLayout, type SignatureSpec } from './signature-spec.ts'
import { ringEdges, textureSpectrum } from './texture-spectrum.ts'

/** Measures an RGB raster [size x size x 3], north up: colour | structure | texture, float32, by default 96 + 36 + 32. */
export type SignatureMeasurer = (pixels: Uint8Array) => Float32Array

/** Everything that does not depend on the tile is made once; a call allocates nothing but its result. Not for several threads at a time. */
export function signatureMeasurer(spec: SignatureSpec): SignatureMeasurer {
  const { size } = spec
  const layout = signatureLayout(spec)
  const colour = colourHistogram(spec.colour.bins)
  const structure = edgeOrientations(size, spec.structure.bins)
  const texture = textureSpectrum(size, spec.texture.bands, spec.texture.floor)
  const luminance = new Int32Array(size * size)
  return (pixels) => {
    if (pixels.length !== size * size * 3) throw new Error(`a raster of ${size} x ${size} x 3 is wanted, ${pixels.length} bytes were given`)
    const out = new Float32Array(layout.length)
    luminanceOf(pixels, luminance)
    colour(pixels, out.subarray(layout.colour.from, layout.colour.to))
    structure(luminance, out.subarray(layout.structure.from, layout.structure.to))
    texture(luminance, out.subarray(layout.texture.from, layout.texture.to))
    return out
  }
}

/** A view's numbers as they are drawn: shares instead of their roots. */
export function drawnSignature(numbers: Float32Array, spec: SignatureSpec): Pick<Signature, 'colour' | 'structure' | 'texture' | 'frequencies'> {
  const layout = signatureLayout(spec)
  const { bins } = spec.colour
  const channel = (at: number): number[] => Array.from(numbers.subarray(at * bins, (at + 1) * bins), (root) => 3 * root * root)
  return {
    colour: { red: channel(0), green: channel(1), blue: channel(2) },
    structure: Array.from(numbers.subarray(layout.structure.from, layout.structure.to), (root) => root * root),
    texture: Array.from(numbers.subarray(layout.texture.from, layout.texture.to)),
    frequencies: Array.from(ringEdges(spec.size, spec.texture.bands))
  }
}
