import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planisphere } from '../../support/command-line.ts'

/** A project of `places` places with one caption each and no pictures, made by the command line. Returns its folder. */
export async function captionsProject(places: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'planisphere-captions-'))
  const source = join(folder, 'captions.csv')
  const lines = Array.from({ length: places }, (_, i) => `place-${i + 1},${numberedCaption(i + 1)},${(i % 160) - 80},${(i % 340) - 170}`)
  writeFileSync(source, `place,caption,lat,lon\n${lines.join('\n')}\n`)
  const project = join(folder, 'captions.planisphere')
  for (const words of [['create', project], ['import', project, source]]) {
    const result = await planisphere([...words, '--json'])
    if (result.code !== 0) throw new Error(`planisphere ${words.join(' ')} ended with ${result.code}:\n${result.stdout}\n${result.stderr}`)
  }
  return project
}

export function numberedCaption(n: number): string {
  return `Number ${n} stands beside a road that bends to the south-east.`
}
