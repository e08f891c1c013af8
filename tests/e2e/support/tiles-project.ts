import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { planisphere } from '../../support/command-line.ts'

/** A corner of the XYZ grid at zoom 18 in Vienna; a tile there is 102 m wide. */
export const corner = { x: 142_999, y: 90_866, z: 18 }

/** The caption of tile `n` (from 1, row by row). */
export function tileCaption(n: number): string {
  return `Tile ${n}: a red mark stands in the north-west corner of the field.`
}

/**
 * A project of `side` x `side` map tiles that lie side by side on their true footprints, each with one caption. Each tile
 * has its own shade and a red mark in its top left corner, so that a test sees which way up it lies.
 */
export async function tilesProject(side: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'planisphere-tiles-'))
  const tiles = join(folder, 'tiles')
  mkdirSync(tiles)
  for (let n = 1; n <= side * side; n++) {
    const [x, y] = [corner.x + ((n - 1) % side), corner.y + Math.floor((n - 1) / side)]
    const name = `tile${String(n).padStart(3, '0')}-${x}-${y}-${corner.z}`
    const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512"><rect width="512" height="512" fill="hsl(${(n * 47) % 360} 35% 45%)"/><rect width="128" height="128" fill="#e02020"/></svg>`
    await sharp(Buffer.from(picture)).png().toFile(join(tiles, `${name}.png`))
    writeFileSync(join(tiles, `${name}.txt`), tileCaption(n))
  }
  const project = join(folder, 'tiles.planisphere')
  for (const words of [['create', project], ['import', project, tiles, '--author', 'test-lvlm']]) {
    const result = await planisphere([...words, '--json'])
    if (result.code !== 0) throw new Error(`planisphere ${words.join(' ')} ended with ${result.code}:\n${result.stdout}\n${result.stderr}`)
  }
  return project
}
