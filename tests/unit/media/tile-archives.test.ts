import Database from 'better-sqlite3'
import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { TileArchives } from '#engine/media/tile-archives.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = temporaryFolder()
let png: Uint8Array
beforeAll(async () => {
  png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#336699' } }).png().toBuffer()
})

function mbtiles(name: string, metadata: Record<string, string>, tiles: [z: number, x: number, row: number, data: Uint8Array][]): string {
  const file = join(folder, name)
  const db = new Database(file)
  db.exec('CREATE TABLE metadata (name TEXT, value TEXT); CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)')
  for (const entry of Object.entries(metadata)) db.prepare('INSERT INTO metadata VALUES (?, ?)').run(...entry)
  for (const tile of tiles) db.prepare('INSERT INTO tiles VALUES (?, ?, ?, ?)').run(...tile)
  db.close()
  return file
}

/** A PMTiles archive, version 3, without compression, with one tile: z0. */
function pmtiles(name: string, tile: Uint8Array, tileType = 2, more: { tileLength?: number } = {}): string {
  // One entry: id 0, run length 1, length, offset + 1.
  const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)])
  const directory = Uint8Array.from([1, 0, 1, ...varint(more.tileLength ?? tile.length), 1])
  const metadata = new TextEncoder().encode('{"name":"One tile","attribution":"<a href=x>Somebody</a>"}')
  const header = new DataView(new ArrayBuffer(127))
  new Uint8Array(header.buffer).set(new TextEncoder().encode('PMTiles'))
  header.setUint8(7, 3)
  const numbers = [127, directory.length, 127 + directory.length, metadata.length, 0, 0, 127 + directory.length + metadata.length, tile.length, 1, 1, 1]
  numbers.forEach((value, i) => header.setBigUint64(8 + i * 8, BigInt(value), true))
  for (const [at, value] of [[96, 1], [97, 1], [98, 1], [99, tileType], [100, 0], [101, 0]] as const) header.setUint8(at, value)
  const file = join(folder, name)
  writeFileSync(file, Buffer.concat([new Uint8Array(header.buffer), directory, metadata, tile]))
  return file
}

describe('tile archives', () => {
  it('serve MBTiles with rows counted from the north, and the same id ever after', async () => {
    const file = mbtiles('a.mbtiles', { name: 'Town', format: 'png', attribution: 'A <b>&</b> B', minzoom: '0', maxzoom: '2' }, [[2, 1, 3, png], [1, 0, 0, new TextEncoder().encode('<svg onload=x>')]])
    const archives = new TileArchives()
    const archive = await archives.add(file)
    expect(archive).toMatchObject({ name: 'Town', minZoom: 0, maxZoom: 2, attribution: 'A & B', type: 'image/png' })
    expect(await archives.tile(archive.id, 2, 1, 0)).toMatchObject({ type: 'image/png', bytes: png })
    expect(await archives.tile(archive.id, 2, 1, 3)).toBeNull()
    expect(await archives.tile(archive.id, 1, 0, 1)).toBeNull()
    expect(await archives.tile(archive.id, 2, 9, 0)).toBeNull()
    expect((await new TileArchives().add(file)).id).toBe(archive.id)
    await expect(new TileArchives().tile(archive.id, 0, 0, 0)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('serve PMTiles', async () => {
    const archives = new TileArchives()
    const archive = await archives.add(pmtiles('a.pmtiles', png))
    expect(archive).toMatchObject({ name: 'One tile', attribution: 'Somebody', type: 'image/png', minZoom: 0, maxZoom: 0 })
    expect((await archives.tile(archive.id, 0, 0, 0))?.bytes).toEqual(new Uint8Array(png))
    expect(await archives.tile(archive.id, 1, 0, 0)).toBeNull()
  })

  it('refuse vectors, strangers, hostile headers and half files', async () => {
    const add = (file: string) => new TileArchives().add(file)
    await expect(add(mbtiles('v.mbtiles', { format: 'pbf' }, []))).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    await expect(add(pmtiles('v.pmtiles', png, 1))).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    const archives = new TileArchives()
    const { id } = await archives.add(pmtiles('huge.pmtiles', png, 2, { tileLength: 2 ** 30 }))
    await expect(archives.tile(id, 0, 0, 0)).rejects.toMatchObject({ code: 'BAD_FILE' })
    const half = pmtiles('half.pmtiles', png)
    truncateSync(half, 60)
    await expect(add(half)).rejects.toMatchObject({ code: 'BAD_FILE' })
    const other = join(folder, 'other.mbtiles')
    writeFileSync(other, 'hello')
    await expect(add(other)).rejects.toMatchObject({ code: 'BAD_FILE' })
    const foreign = join(folder, 'foreign.mbtiles')
    new Database(foreign).exec('CREATE TABLE other (x)').close()
    await expect(add(foreign)).rejects.toMatchObject({ code: 'BAD_FILE' })
    await expect(add(join(folder, 'none.mbtiles'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(add(folder)).rejects.toMatchObject({ code: 'BAD_FILE' })
  })
})
