import { describe, expect, it } from 'vitest'
import { ImportOptions, type ImportReport } from '#shared/contracts/imports.ts'
import { importRunner } from '#engine/importing/import-job.ts'
import { plainProject, runJob, type PlainProject } from '../support/plain-project.ts'
import { hasRealData, realData, withoutRealData } from '../support/real-data.ts'

const runner = importRunner()

async function importInto(plain: PlainProject, source: string, more: Partial<ImportOptions> = {}): Promise<ImportReport> {
  const { result } = await runJob(plain, runner, { options: ImportOptions.parse({ source, ...more }), dryRun: false })
  return result as ImportReport
}

async function dryRun(plain: PlainProject, source: string, more: Partial<ImportOptions> = {}): Promise<ImportReport> {
  const { result } = await runJob(plain, runner, { options: ImportOptions.parse({ source, ...more }), dryRun: true })
  return result as ImportReport
}

const counts = ({ places, views, captions, skipped }: ImportReport) => ({ places, views, captions, skipped })

// What SOURCES.md of the data says: [source, format, places, views, captions, problem codes].
const sources: readonly (readonly [string, string, number, number, number, readonly string[]])[] = [
  ['captions/rsicd/textaug_train_rsicd.jsonl', 'jsonl', 8734, 8734, 43670, ['MISSING_IMAGE']],
  ['captions/rsicd/textaug_valid_rsicd.jsonl', 'jsonl', 1094, 1094, 5470, ['MISSING_IMAGE']],
  ['captions/rsicd/textaug_test_rsicd.jsonl', 'jsonl', 1093, 1093, 5465, ['MISSING_IMAGE']],
  ['captions/rsicd/precomp_train_caps.txt', 'line-pairs', 9828, 9828, 49140, ['MISSING_IMAGE']],
  ['captions/rsicd/precomp_test_filename.txt', 'line-pairs', 1093, 1093, 5465, ['MISSING_IMAGE']],
  ['captions/sydney/dataset_sydney_modified.json', 'karpathy', 613, 613, 3065, ['MISSING_IMAGE']],
  ['captions/rs5m/rs3_dump.csv', 'csv', 10000, 10000, 10000, ['MISSING_IMAGE']],
  ['captions/rs5m/ratings_1_500.csv', 'csv', 500, 500, 500, ['MISSING_IMAGE']],
  ['captions/rs5m/ratings_1001_1500.csv', 'csv', 585, 585, 586, ['MISSING_IMAGE']],
  ['captions/cvgtext/examples.json', 'cvg-text', 4, 0, 4, []],
  ['pairs/pairs.json', 'json', 25, 25, 125, []],
  ['pairs', 'image-folder', 40, 40, 0, []],
  ['crossview/university1652/manifest.csv', 'csv', 250, 500, 0, []],
  ['crossview/university1652/tiles_drone', 'image-folder', 250, 250, 0, []],
  ['geotagged/brighton_beach', 'image-folder', 18, 18, 0, []],
  ['geotagged/street_berlin', 'image-folder', 3, 3, 0, []],
  ['geotagged/street_lund', 'image-folder', 9, 9, 0, []],
  ['geotagged/exif_gps', 'image-folder', 9, 9, 0, []],
  ['geotagged/oam_kampala', 'image-folder', 147, 147, 0, []],
  ['geotiff/naip_nd', 'image-folder', 4, 4, 0, []],
  ['geotiff/misc', 'image-folder', 3, 3, 0, []],
  ['poi/boulder_poi_metadata.json', 'json', 3303, 0, 0, []]
]

describe.skipIf(!hasRealData)(`real sources import with the counts that their README gives${withoutRealData}`, () => {
  it.each(sources)('%s', async (path, format, places, views, captions, codes) => {
    const plain = plainProject()
    const expected = { places, views, captions, skipped: 0 }
    expect(counts(await dryRun(plain, realData(path)))).toEqual(expected)
    expect(plain.db.prepare('SELECT count(*) FROM places').pluck().get()).toBe(0)
    const report = await importInto(plain, realData(path))
    expect(report.format).toBe(format)
    expect(counts(report)).toEqual(expected)
    expect(report.problems.map((problem) => problem.code)).toEqual(codes)
    const again = await importInto(plain, realData(path))
    expect(again).toMatchObject({ places: 0, views: 0, captions: 0 })
    expect(again.skipped).toBeGreaterThanOrEqual(places)
  })
})
