import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { planisphere } from '../../support/command-line.ts'

const roofs = ['red', 'blue', 'grey', 'green']
const colours = { red: '#a03c32', blue: '#3c5aa0', grey: '#8c8c8c', green: '#4a8050' } as Record<string, string>

/** The caption that place `n` (from 1) comes with. */
export function captionOf(n: number): string {
  return `Number ${n}: a ${roofs[n % 4] ?? ''} roof stands beside a road that bends to the south-east.`
}

/**
 * A project of `places` places in two cities, each with a satellite tile, a street view and one caption, made by the
 * command line from a CSV file and generated pictures. Returns its folder.
 */
export async function smallProject(places: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'planisphere-small-'))
  const pictures = join(folder, 'pictures')
  mkdirSync(pictures)
  const lines = ['id,place,caption,image,kind,lat,lon,region,country,split']
  for (let n = 1; n <= places; n++) {
    const fill = colours[roofs[n % 4] ?? ''] ?? '#888'
    await sharp(Buffer.from(picture(`<rect width="256" height="256" fill="#6b7f4f"/><path d="M0 60 Q128 80 256 220" stroke="#999" stroke-width="18" fill="none"/><rect x="${40 + n * 3}" y="120" width="60" height="44" fill="${fill}"/>`))).png().toFile(join(pictures, `tile-${n}.png`))
    await sharp(Buffer.from(picture(`<rect width="256" height="150" fill="#9cc3e6"/><rect y="150" width="256" height="106" fill="#777"/><path d="M60 150 L128 80 L196 150 Z" fill="${fill}"/>`))).jpeg().toFile(join(pictures, `street-${n}.jpg`))
    const [region, country, lat, lon] = n % 2 === 0 ? ['Lagos', 'Nigeria', 6.5, 3.4] : ['Oslo', 'Norway', 59.9, 10.75]
    const where = `${(Number(lat) + n / 1000).toFixed(5)},${(Number(lon) + n / 1000).toFixed(5)},${String(region)},${String(country)},${n % 3 === 0 ? 'test' : 'train'}`
    lines.push(`tile-${n},place-${n},"${captionOf(n)}",pictures/tile-${n}.png,satellite,${where}`)
    lines.push(`street-${n},place-${n},,pictures/street-${n}.jpg,street,${where}`)
  }
  const source = join(folder, 'places.csv')
  writeFileSync(source, `${lines.join('\n')}\n`)
  const project = join(folder, 'small.planisphere')
  for (const words of [['create', project], ['import', project, source, '--author', 'test-lvlm']]) {
    const result = await planisphere([...words, '--json'])
    if (result.code !== 0) throw new Error(`planisphere ${words.join(' ')} ended with ${result.code}:\n${result.stdout}\n${result.stderr}`)
  }
  return project
}

function picture(inside: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256">${inside}</svg>`
}
