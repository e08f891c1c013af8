import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { splits, type Split } from '#shared/domain/vocabulary.ts'
import type { DataRegion } from '../../store/repositories/planet-data.ts'
import type { LeftOut, PairedPlace, TrainingData } from './training-data.ts'

type Line = { readonly regions: readonly DataRegion[]; readonly leftOut: LeftOut } | { readonly split: Split; readonly place: PairedPlace }

/** Keeps what a job is trained on as JSON Lines, so that it goes on with the same data when people have edited captions meanwhile. */
export async function writeSnapshot(file: string, data: TrainingData): Promise<void> {
  const out = createWriteStream(`${file}.part`)
  const write = async (line: Line): Promise<void> => {
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain')
  }
  try {
    await write({ regions: [...data.regions.values()], leftOut: data.leftOut })
    for (const split of splits) for (const place of data.splits[split]) await write({ split, place })
    out.end()
    await finished(out)
  } finally {
    out.destroy()
  }
  await rename(`${file}.part`, file)
}

/** What `writeSnapshot` kept; null if there is none. */
export async function readSnapshot(file: string): Promise<TrainingData | null> {
  if (!existsSync(file)) return null
  const found = { train: [] as PairedPlace[], val: [] as PairedPlace[], test: [] as PairedPlace[] }
  let head: Pick<TrainingData, 'leftOut'> & { readonly regions: readonly DataRegion[] } = { regions: [], leftOut: { rejected: 0, empty: 0, unmatched: 0, withoutView: 0, withoutCaption: 0 } }
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    const line = JSON.parse(text) as Line
    if ('split' in line) found[line.split].push(line.place)
    else head = line
  }
  return { splits: found, regions: new Map(head.regions.map((region) => [region.id, region])), leftOut: head.leftOut }
}
