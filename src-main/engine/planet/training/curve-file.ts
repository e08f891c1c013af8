import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { TrainingPoint } from '#shared/domain/planet.ts'

/** The name of a training's curve inside its folder: a point a line, as JSON. */
export const curveName = 'curve.jsonl'

/** Adds a point. Synchronous: belongs in a worker. */
export function appendPoint(file: string, point: TrainingPoint): void {
  appendFileSync(file, `${JSON.stringify(point)}\n`)
}

/** Takes away the points of one lambda after a step, and torn lines: what a run writes again when it goes on from there. */
export function truncateCurve(file: string, lambda: number, step: number): void {
  if (!existsSync(file)) return
  const kept = parsePoints(readFileSync(file, 'utf8')).filter((point) => point.lambda !== lambda || point.step <= step)
  writeFileSync(`${file}.part`, kept.map((point) => `${JSON.stringify(point)}\n`).join(''))
  renameSync(`${file}.part`, file)
}

/** All points; none where there is no file. A last line that is still being written is left out. */
export async function readCurve(file: string): Promise<TrainingPoint[]> {
  return parsePoints(await readFile(file, 'utf8').catch(() => ''))
}

function parsePoints(text: string): TrainingPoint[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [TrainingPoint.parse(JSON.parse(line))]
    } catch {
      return []
    }
  })
}
