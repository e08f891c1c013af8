import { fromFile } from 'geotiff'
import geokeysToProj4 from 'geotiff-geokeys-to-proj4'
import proj4 from 'proj4'
import type { Ring } from './tiles.ts'

/** Centre and corners of an image in WGS 84 degrees. */
export interface GeoArea {
  readonly lat: number
  readonly lon: number
  readonly footprint: Ring
}

export interface GeoTiff {
  readonly width: number
  readonly height: number
  /** Null if the file has no georeference. */
  readonly area: GeoArea | null
  /** Why its georeference cannot be read, if it has one that cannot. */
  readonly problem: string | null
}

/**
 * Where a GeoTIFF lies: its corners through its affine georeference (tie point and scale, or a transformation matrix) and
 * its coordinate system (any that its GeoKeys name or describe and proj4 knows). Throws if the file is not a TIFF.
 */
export async function readGeoTiff(path: string): Promise<GeoTiff> {
  const tiff = await fromFile(path)
  try {
    const image = await tiff.getImage()
    const size = { width: image.getWidth(), height: image.getHeight() }
    const keys = image.getGeoKeys()
    const pixelToModel = affine(image.fileDirectory)
    if (!keys || !pixelToModel) return { ...size, area: null, problem: null }
    try {
      return { ...size, area: areaOf(keys as GeoKeys, pixelToModel, size), problem: null }
    } catch (error) {
      return { ...size, area: null, problem: error instanceof Error ? error.message : String(error) }
    }
  } finally {
    await tiff.close()
  }
}

type GeoKeys = Parameters<typeof geokeysToProj4.toProj4>[0]

function areaOf(keys: GeoKeys, pixelToModel: PixelToModel, { width, height }: { width: number; height: number }): GeoArea {
  const system = geokeysToProj4.toProj4(keys)
  if (!system.proj4) throw new Error('its coordinate system is not known')
  const toDegrees = proj4(system.proj4, '+proj=longlat +datum=WGS84 +no_defs')
  const scale = system.coordinatesConversionParameters
  // Where a raster's values stand for points (GTRasterType 2), the georeference is that of pixels' centres.
  const shift = (keys as { GTRasterTypeGeoKey?: number }).GTRasterTypeGeoKey === 2 ? 0.5 : 0
  const place = (column: number, row: number): [number, number] => {
    const [x, y] = pixelToModel(column - shift, row - shift)
    const [lon, lat] = toDegrees.forward([x * (scale?.x ?? 1), y * (scale?.y ?? 1)])
    if (lon === undefined || lat === undefined || !Number.isFinite(lon) || !Number.isFinite(lat) || Math.abs(lat) > 90) {
      throw new Error('its corners do not lie on the Earth')
    }
    return [((((lon + 180) % 360) + 360) % 360) - 180, lat]
  }
  const [lon, lat] = place(width / 2, height / 2)
  return { lat, lon, footprint: [place(0, 0), place(width, 0), place(width, height), place(0, height)] }
}

type PixelToModel = (column: number, row: number) => [number, number]

type FileDirectory = Awaited<ReturnType<Awaited<ReturnType<typeof fromFile>>['getImage']>>['fileDirectory']

/** Pixel corner -> model coordinates (GeoTIFF 1.1, section 7.2.1.3), or null without a georeference. */
function affine(directory: FileDirectory): PixelToModel | null {
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
