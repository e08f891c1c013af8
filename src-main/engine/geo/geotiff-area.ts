import { fromFile } from 'geotiff'
import geokeysToProj4 from 'geotiff-geokeys-to-proj4'
import proj4 from 'proj4'
import type { Ring } from './tiles.ts'

export interface GeoArea {
  /** Centre of the image in WGS 84 degrees. */
  readonly lat: number
  readonly lon: number
  readonly footprint: Ring
  readonly width: number
  readonly height: number
}

/**
 * Where a GeoTIFF lies: its corners through its affine georeference (tie point and scale, or a transformation matrix) and
 * its coordinate system (any that its GeoKeys name or describe and proj4 knows), in WGS 84 degrees.
 * Null if the file has no georeference; throws if it has one that cannot be read.
 */
export async function geoTiffArea(path: string): Promise<GeoArea | null> {
  const tiff = await fromFile(path)
  try {
    const image = await tiff.getImage()
    const keys = image.getGeoKeys()
    const pixelToModel = affine(image.fileDirectory)
    if (!keys || !pixelToModel) return null
    const width = image.getWidth()
    const height = image.getHeight()
    const system = geokeysToProj4.toProj4(keys as Parameters<typeof geokeysToProj4.toProj4>[0])
    if (!system.proj4) return null
    const toDegrees = proj4(system.proj4, '+proj=longlat +datum=WGS84 +no_defs')
    const scale = system.coordinatesConversionParameters
    const place = (column: number, row: number): [number, number] => {
      const [x, y] = pixelToModel(column, row)
      const [lon, lat] = toDegrees.forward([x * (scale?.x ?? 1), y * (scale?.y ?? 1)])
      if (lon === undefined || lat === undefined || !Number.isFinite(lon) || !Number.isFinite(lat) || Math.abs(lat) > 90) {
        throw new Error('its corners do not lie on the Earth')
      }
      return [((((lon + 180) % 360) + 360) % 360) - 180, lat]
    }
    const [lon, lat] = place(width / 2, height / 2)
    return { lat, lon, footprint: [place(0, 0), place(width, 0), place(width, height), place(0, height)], width, height }
  } finally {
    await tiff.close()
  }
}

type FileDirectory = Awaited<ReturnType<Awaited<ReturnType<typeof fromFile>>['getImage']>>['fileDirectory']

/** Pixel corner -> model coordinates (GeoTIFF 1.1, section 7.2.1.3), or null without a georeference. */
function affine(directory: FileDirectory): ((column: number, row: number) => [number, number]) | null {
  const list = (name: 'ModelTransformation' | 'ModelTiepoint' | 'ModelPixelScale'): number[] | null => {
    const value: unknown = directory.hasTag(name) ? directory.getValue(name) : null
    return value === null || value === undefined ? null : Array.from(value as ArrayLike<number>)
  }
  const matrix = list('ModelTransformation')
  if (matrix && matrix.length >= 16) {
    const [a = 0, b = 0, , d = 0, e = 0, f = 0, , h = 0] = matrix
    return (column, row) => [a * column + b * row + d, e * column + f * row + h]
  }
  const tie = list('ModelTiepoint')
  const scale = list('ModelPixelScale')
  if (!tie || !scale || tie.length < 6 || scale.length < 2) return null
  const [i = 0, j = 0, , x = 0, y = 0] = tie
  const [sx = 1, sy = 1] = scale
  return (column, row) => [x + (column - i) * sx, y - (row - j) * sy]
}
