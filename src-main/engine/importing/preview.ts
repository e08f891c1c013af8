import type { ImportOptions } from '#shared/contracts/imports.ts'
import type { MethodOutput } from '#shared/contracts/index.ts'
import type { Problem } from '#shared/domain/records.ts'
import { MissingImages } from './missing-images.ts'
import { findSource, openSource, type FoundSource } from './open-source.ts'
import { readProjectExport } from './project-import.ts'
import { toSplit } from './record-from-fields.ts'
import type { SourceRecord } from './source-record.ts'

/** How many records are looked at for problems, beyond those shown. */
const lookedAt = 500

/** The first records of a source as they would be read, with the guessed mapping and the first problems. */
export async function previewSource(options: ImportOptions, rows: number, signal: AbortSignal): Promise<MethodOutput<'imports.preview'>> {
  const found = await findSource(options)
  if (found.format === 'planisphere-jsonl') return await previewProject(found, rows, signal)
  const opened = await openSource(found)
  const missing = new MissingImages(opened.base)
  const records: SourceRecord[] = []
  const problems: Problem[] = []
  let seen = 0
  for await (const items of opened.read({ skip: 0, signal, keepRaw: true })) {
    for (const item of items) {
      seen += 1
      if (item?.problem && problems.length < 100) problems.push(item.problem)
      if (!item?.record) continue
      problems.push(...(item.record.notes ?? []), ...missing.check(item.record))
      if (records.length < rows) records.push(item.record)
    }
    // Images are read one by one: the rows to show are enough there.
    if (seen >= lookedAt || (found.request.isFolder && records.length >= rows)) break
  }
  return {
    format: found.format,
    alternatives: [...found.alternatives],
    columns: [...opened.columns],
    mapping: opened.mapping,
    rows: records.map((record) => ({
      line: record.line,
      place: record.place,
      image: record.image,
      imageExists: record.image !== null && missing.exists(record.image),
      kind: record.kind ?? (record.image === null ? null : opened.defaultKind),
      lat: record.lat,
      lon: record.lon,
      region: record.region,
      split: record.split,
      captions: record.captions.map((caption) => caption.text),
      raw: Object.keys(record.raw).length > 0 ? record.raw : rawOf(record)
    })),
    problems: [...problems, ...missing.finish()].slice(0, 100)
  }
}

/** Our own export: its first places, with the captions that stand near its head. */
async function previewProject(found: FoundSource, rows: number, signal: AbortSignal): Promise<MethodOutput<'imports.preview'>> {
  const shown: MethodOutput<'imports.preview'>['rows'] = []
  const problems: Problem[] = []
  for await (const batch of readProjectExport(found.request.source, signal, () => 256)) {
    problems.push(...batch.problems)
    batch.lines.forEach((line, index) => {
      if (line.type !== 'place' || shown.length >= rows) return
      const { uid: place, lat, lon, split } = line
      shown.push({ line: batch.at[index] ?? null, place, image: null, imageExists: false, kind: null, lat, lon, region: line.region?.name ?? null, split: toSplit(split), captions: [], raw: {} })
    })
    if (shown.length >= rows) break
  }
  return { format: found.format, alternatives: [...found.alternatives], columns: [], mapping: {}, rows: shown, problems: problems.slice(0, 100) }
}

/** The record's own words, for formats that keep no raw fields. */
function rawOf(record: SourceRecord): Record<string, unknown> {
  const extra = record.extra ?? record.captions[0]?.extra ?? {}
  return { ...extra }
}
