import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'

export interface SmallDataset {
  readonly folder: string
  readonly source: string
  /** Where a new project may go. */
  readonly project: string
  readonly places: number
}

const regions = [
  { region: 'Vienna', country: 'Austria', continent: 'Europe', lat: 48.2, lon: 16.37 },
  { region: 'Lagos', country: 'Nigeria', continent: 'Africa', lat: 6.45, lon: 3.39 },
  { region: 'Lima', country: 'Peru', continent: 'South America', lat: -12.05, lon: -77.04 }
] as const

/** 48 drawn pictures with captions in three regions, as JSON Lines; the last line has a latitude that cannot be. */
export async function makeSmallDataset(): Promise<SmallDataset> {
  const folder = mkdtempSync(join(tmpdir(), 'planisphere-small-'))
  mkdirSync(join(folder, 'images'))
  const lines: string[] = []
  const places = 48
  for (let i = 0; i < places; i++) {
    const { lat, lon, ...where } = regions[i % regions.length] ?? regions[0]
    const image = `images/tile_${String(i).padStart(3, '0')}.png`
    await sharp({ create: { width: 96, height: 96, channels: 3, background: { r: (i * 37) % 256, g: (i * 91) % 256, b: (i * 53) % 256 } } }).png().toFile(join(folder, image))
    lines.push(
      JSON.stringify({
        id: `tile-${i}`, image, lat: lat + i / 1000, lon: lon + i / 1000, ...where, split: ['train', 'val', 'test'][i % 3],
        caption: i === 7 ? 'A single lighthouse stands on the pier.' : `Tile ${i}: red roofs beside a canal, ${i % 2 === 0 ? 'a stadium' : 'a park'} to the north.`
      })
    )
  }
  lines.push(JSON.stringify({ id: 'tile-bad', image: 'images/tile_000.png', lat: 91, lon: 0, region: 'Vienna', caption: 'Nowhere.' }))
  const source = join(folder, 'captions.jsonl')
  writeFileSync(source, `${lines.join('\n')}\n`)
  return { folder, source, project: join(folder, 'small.planisphere'), places }
}
