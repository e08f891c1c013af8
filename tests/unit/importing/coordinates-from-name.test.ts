import { describe, expect, it } from 'vitest'
import { coordinatesFromName, kindFromFolders } from '#engine/importing/coordinates-from-name.ts'

const found = (name: string) => {
  const place = coordinatesFromName(name)
  return place && [Number(place.lat.toFixed(4)), Number(place.lon.toFixed(4)), place.kind]
}

describe('coordinates in file names', () => {
  it.each([
    ['satellite_41.8781_-87.6298.png', [41.8781, -87.6298, 'satellite']],
    ['x/_0a1B-,37.7749,-122.4194,.jpg', [37.7749, -122.4194, 'panorama']],
    ['40.7128,-74.0060_2019-05_pano.png', [40.7128, -74.006, null]],
    ['-33.92,18.42.jpg', [-33.92, 18.42, null]],
    ['OAM-1238424-1046544-21.png', [0.3487, 32.5897, 'satellite']],
    ['tiles/21/1238424/1046544.png', [0.3487, 32.5897, 'satellite']]
  ])('%s', (name, expected) => expect(found(name)).toEqual(expected))

  it.each(['IMG-2017-8-16.jpg', '2017-08-16.jpg', 'classes/2/1/3.jpg', 'a-9-9-8.png'.replace('9-9', '999-9'), 'satellite_91.5_10.5.png', '1,2.jpg', 'building-12.jpg', '12345.png'])(
    '%s says nothing',
    (name) => expect(coordinatesFromName(name)).toBeNull()
  )
})

describe('kinds from folders', () => {
  it.each([
    ['tiles_drone/000.jpg', 'drone'],
    ['tiles_satellite/000.jpg', 'satellite'],
    ['street_lund/03.jpg', 'street'],
    ['satellite/street/1.jpg', 'street'],
    ['photos/satellite.jpg', null],
    ['saturn/1.jpg', null]
  ])('%s is %s', (path, kind) => expect(kindFromFolders(path)).toBe(kind))
})
