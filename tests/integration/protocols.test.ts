import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { haversine } from '#engine/geo/distance.ts'
import type { EvaluateOptions } from '#shared/contracts/retrieval.ts'
import { RunSummary, type GalleryKind, type PositivesRule, type QuerySource } from '#shared/domain/run.ts'
import { referenceScores } from '../support/reference-scorer.ts'
import { jobEnd, retrievalProject, type MadePlace, type RetrievalProject } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()

/** One of nine vectors that nothing relates: equal ones tie, bit for bit, and no others do. */
function coarse(seed: number): number[] {
  const which = (Math.imul(seed + 1, 2654435761) >>> 7) % 9
  return [1, 2, 3].map((d) => Math.sin(which * 12.9898 + d * 78.233) * 3)
}

const box = (lat: number, lon: number, half: number): [number, number][] => [[lon - half, lat + half], [lon + half, lat + half], [lon + half, lat - half], [lon - half, lat - half]]

/** 48 places in two clusters on either side of the antimeridian; some without coordinates, region, tiles, or a footprint. */
const places: MadePlace[] = Array.from({ length: 48 }, (_, i) => {
  const located = i % 11 !== 5
  const lat = 0.0004 * (i % 6)
  const lon = (i % 2 === 0 ? 179.9995 : -179.9995) + 0.0004 * (Math.floor(i / 2) % 2)
  const tiles = i % 7 === 3 ? [] : i % 5 === 0 ? [coarse(i), coarse(i + 900)] : [coarse(i)]
  return {
    lat: located ? lat : null,
    lon: located ? lon : null,
    region: i % 9 === 4 ? null : `r${i % 3}`,
    split: i % 4 === 0 ? 'test' : 'train',
    tiles,
    // One of them does not hold its own place's coordinates.
    footprints: tiles.map((_, n) => (i % 4 === 1 || !located ? null : box(i === 12 ? lat + 1 : lat, lon, 0.0002 * (1 + n + (i % 3))))),
    captions: [coarse(i + 100), ...(i % 2 === 0 ? [coarse(i + 200)] : [])],
    drones: [coarse(i + 300), coarse(i + 400)],
    streets: i % 3 === 0 ? [coarse(i + 500)] : []
  } satisfies MadePlace
})

interface Item {
  readonly uid: string
  readonly place: number
  readonly vector: readonly number[]
  readonly footprint: readonly (readonly [number, number])[] | null
}

function itemsOf(kind: GalleryKind | QuerySource): Item[] {
  return places.flatMap((place, i): Item[] => {
    const made = (list: readonly (readonly number[] | null)[] | undefined, letter: string): Item[] => (list ?? []).map((vector, n) => ({ uid: `p${i}/${letter}${n}`, place: i, vector: vector ?? [], footprint: (letter === 's' ? place.footprints?.[n] : null) ?? null }))
    if (kind === 'captions') return made(place.captions, 'c')
    return kind === 'satellite' ? made(place.tiles, 's') : kind === 'drone' ? made(place.drones, 'd') : kind === 'street' ? made(place.streets, 't') : []
  })
}

const coordinates = (i: number): [number, number] | null => {
  const { lat, lon } = places[i] as MadePlace
  return lat === null || lat === undefined || lon === null || lon === undefined ? null : [lat, lon]
}
const metres = (a: number, b: number): number => {
  const [from, to] = [coordinates(a), coordinates(b)]
  return from === null || to === null ? NaN : haversine(...from, ...to)
}

/** Whether a document is right, written from the definition. */
function right(rule: PositivesRule, query: Item, document: Item): boolean {
  const own = query.place === document.place
  if (rule === 'own-place') return own
  if (rule === 'footprint') {
    const at = coordinates(query.place)
    if (at === null) return own
    if (document.footprint === null) return own
    const [[west, north], , [east, south]] = document.footprint as [[number, number], unknown, [number, number]]
    return at[0] >= south && at[0] <= north && [at[1], at[1] + 360, at[1] - 360].some((lon) => lon >= west && lon <= east)
  }
  return own || metres(query.place, document.place) <= Number(rule.slice('radius:'.length))
}

type Wanted = Required<Pick<EvaluateOptions, 'queries' | 'galleryKind' | 'gallery' | 'positives'>> & { centered: boolean }

/** Ranks of all right documents of every query that has any, by sorting everything. */
function slow({ queries, galleryKind, gallery, positives, centered }: Wanted): Map<string, number[]> {
  const unit = (items: Item[]): Map<Item, number[]> => {
    const mean = [0, 1, 2].map((d) => (centered ? items.reduce((sum, { vector }) => sum + (vector[d] as number), 0) / items.length : 0))
    return new Map(items.map((item) => {
      const moved = item.vector.map((x, d) => x - (mean[d] as number))
      const norm = Math.hypot(...moved)
      return [item, moved.map((x) => x / norm)]
    }))
  }
  const [asked, documents] = [itemsOf(queries), itemsOf(galleryKind)]
  const [vectorOf, documentVector] = [unit(asked), unit(documents)]
  const out = new Map<string, number[]>()
  for (const query of asked) {
    let mine = documents.filter((document) => document.uid !== query.uid)
    const region = (i: number): string | null => places[i]?.region ?? null
    if (gallery === 'region') mine = region(query.place) === null ? [] : mine.filter((document) => region(document.place) === region(query.place))
    if (gallery.startsWith('nearest:')) {
      const m = Number(gallery.slice('nearest:'.length))
      const byUid = (a: Item, b: Item): number => Buffer.compare(Buffer.from(b.uid), Buffer.from(a.uid))
      const own = mine.filter((document) => document.place === query.place).sort(byUid)
      const others = mine.filter((document) => document.place !== query.place && coordinates(document.place) !== null).sort((a, b) => metres(query.place, a.place) - metres(query.place, b.place) || byUid(a, b))
      mine = coordinates(query.place) === null ? [] : [...own, ...others].slice(0, m)
    }
    const score = (document: Item): number => (documentVector.get(document) as number[]).reduce((sum, x, d) => sum + x * (vectorOf.get(query)?.[d] as number), 0)
    const order = mine.map((document) => ({ document, score: score(document) })).sort((a, b) => b.score - a.score || Buffer.compare(Buffer.from(b.document.uid), Buffer.from(a.document.uid)))
    const ranks = order.flatMap(({ document }, at) => (right(positives, query, document) ? [at + 1] : []))
    if (ranks.length > 0) out.set(query.uid, ranks)
  }
  return out
}

describe('protocols', () => {
  let one: RetrievalProject
  beforeAll(async () => {
    one = await retrievalProject(folder, 'protocols', places)
  })
  afterAll(() => one.close())

  async function ranksOf(run: RunSummary): Promise<Map<string, number[]>> {
    const out = join(folder, run.run)
    await one.client.call('runs.export', { project: one.project, run: run.run, format: 'trec', out, depth: 'full' })
    const relevant = new Map<string, Set<string>>()
    for (const line of readFileSync(join(out, 'qrels.trec'), 'utf8').trim().split('\n')) {
      const [qid, , docid] = line.split(' ') as [string, string, string]
      relevant.set(qid, (relevant.get(qid) ?? new Set()).add(docid))
    }
    const ranks = new Map<string, number[]>()
    for (const line of readFileSync(join(out, 'run.trec'), 'utf8').trim().split('\n')) {
      const [qid, , docid, rank] = line.split(' ') as [string, string, string, string]
      if (!ranks.has(qid)) ranks.set(qid, [])
      if (relevant.get(qid)?.has(docid)) ranks.get(qid)?.push(Number(rank))
    }
    return ranks
  }

  const combinations: [QuerySource, GalleryKind][] = [['captions', 'satellite'], ['captions', 'drone'], ['drone', 'satellite'], ['satellite', 'drone'], ['street', 'satellite'], ['satellite', 'captions'], ['drone', 'captions'], ['satellite', 'satellite'], ['captions', 'captions'], ['drone', 'drone']]
  for (const [queries, galleryKind] of combinations) {
    test(`${queries} against ${galleryKind}: every gallery and rule of truth equals sorting by hand`, async () => {
      const rules: PositivesRule[] = ['own-place', 'radius:60', 'radius:1', ...(galleryKind === 'satellite' ? (['footprint'] as const) : [])]
      for (const positives of rules) {
        for (const gallery of positives === 'radius:1' ? (['nearest:7'] as const) : (['all', 'region', 'nearest:7'] as const)) {
          const wanted: Wanted = { queries, galleryKind, gallery, positives, centered: gallery === 'all' && positives === 'radius:60' }
          const run = await one.evaluate(wanted)
          const byHand = slow(wanted)
          expect(run.protocol).toMatchObject(wanted)
          expect({ ...wanted, ranks: Object.fromEntries(await ranksOf(run)) }).toEqual({ ...wanted, ranks: Object.fromEntries([...byHand].sort()) })
          expect(run.queries).toBe(byHand.size)
          expect(run.protocol.queriesWithoutTruth).toBe(itemsOf(queries).length - byHand.size)
          if (gallery === 'all' && !wanted.centered) {
            // Out as TREC files, and in again: the same metrics, of the same kinds.
            const out = join(folder, run.run)
            const { job } = await one.client.call('runs.import', { project: one.project, import: { source: { kind: 'trec', file: join(out, 'run.trec'), ...(positives === 'own-place' ? {} : { qrels: join(out, 'qrels.trec') }) }, name: run.run, split: null } })
            const imported = RunSummary.parse((await jobEnd(one.client, one.project, job)).result)
            expect(imported.protocol).toMatchObject({ queries, galleryKind })
            expect(imported.metrics).toEqual(run.metrics)
          }
          const all = [...byHand.values()]
          expect(run.metrics['R@1']).toBeCloseTo(all.filter(([best]) => best === 1).length / all.length, 12)
          expect(run.metrics['MRR']).toBeCloseTo(all.reduce((sum, [best]) => sum + 1 / (best as number), 0) / all.length, 12)
          if (positives === 'own-place') expect(run.protocol.positivesFound).toBeUndefined()
          else if (gallery === 'all') expect(run.protocol.positivesFound?.total).toBe(all.reduce((sum, ranks) => sum + ranks.length, 0))
        }
      }
    })
  }

  test('a gallery of captions: answers say which caption, and show its place’s tile; TREC goes out and comes back', async () => {
    const run = await one.evaluate({ queries: 'drone', galleryKind: 'captions' })
    const { rows } = await one.client.call('runs.queries', { project: one.project, run: run.run, order: 'query', start: 0, count: 7 })
    // Place 3 has no tile: a view of another kind stands for it.
    const of3 = rows.find((row) => row.queryUid === 'p3/d0')
    const ranking = await one.client.call('runs.ranking', { project: one.project, run: run.run, query: of3?.query ?? 0, k: 100 })
    expect(ranking.results).toHaveLength(72)
    expect(ranking.truth).toMatchObject({ rank: of3?.rank, placeUid: 'p3', viewUid: 'p3/d0', truth: true, caption: { uid: 'p3/c0', text: 'caption 0 of p3' } })
    expect(ranking.truth.document).toBe(ranking.truth.caption?.id)
    const of2 = ranking.results.filter((row) => row.placeUid === 'p2')
    expect(of2.map((row) => [row.viewUid, row.caption?.uid]).sort()).toEqual([['p2/s0', 'p2/c0'], ['p2/s0', 'p2/c1']])
    const csv = join(folder, 'csv')
    await one.client.call('runs.export', { project: one.project, run: run.run, format: 'csv', out: csv })
    expect(readFileSync(join(csv, 'queries.csv'), 'utf8')).toMatch(/\np3\/d0,p3,[^\n]*,p\d+\/c\d,p\d+,/)
    const out = join(folder, run.run)
    await ranksOf(run)
    const reference = referenceScores(readFileSync(join(out, 'run.trec'), 'utf8'), readFileSync(join(out, 'qrels.trec'), 'utf8'))
    expect(reference.mrr).toBeCloseTo(run.metrics['MRR'] ?? -1, 12)
    expect(reference.recall(5)).toBeCloseTo(run.metrics['recall@5'] ?? -1, 12)
  })

  test('counts what has no coordinates, and keeps the rule in the protocol and the name', async () => {
    const run = await one.evaluate({ queries: 'captions', positives: 'radius:60' })
    const unlocated = (kind: 'captions' | 'satellite', kept: (item: Item) => boolean): number => itemsOf(kind).filter((item) => coordinates(item.place) === null && kept(item)).length
    const withTile = new Set(itemsOf('satellite').map(({ place }) => place))
    expect(run.protocol.positivesFound).toMatchObject({ queriesUnlocated: unlocated('captions', ({ place }) => withTile.has(place)), documentsUnlocated: unlocated('satellite', () => true) })
    expect(run.name).toBe('made, captions, radius:60')
    const footprint = await one.evaluate({ queries: 'captions', positives: 'footprint' })
    expect(footprint.protocol.positivesFound?.documentsUnlocated).toBe(itemsOf('satellite').filter((item) => item.footprint === null).length)
    // Footprints decide what is right, so they are part of the data.
    expect(footprint.protocol.datasetHash).not.toBe(run.protocol.datasetHash)
  })

  test('refuses what means nothing, with the reason', async () => {
    await expect(one.evaluate({ galleryKind: 'drone', positives: 'footprint' })).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    await expect(one.evaluate({ galleryKind: 'osm' })).rejects.toMatchObject({ code: 'NO_TRUTH', message: 'The project has no OSM view to rank.' })
    await expect(one.evaluate({ queries: 'panorama' })).rejects.toMatchObject({ code: 'NO_TRUTH', message: 'The project has no panorama view.' })
    const bare = await retrievalProject(folder, 'bare', [{ tiles: [[1, 0]], captions: [[1, 0]] }, { lat: 1, lon: 1, tiles: [], captions: [], drones: [[1, 1]] }])
    await expect(bare.evaluate({ positives: 'radius:50' })).rejects.toMatchObject({ code: 'NO_TRUTH', message: 'No query has coordinates: radius:50 cannot say what is right.' })
    await expect(bare.evaluate({ queries: 'drone', positives: 'radius:50' })).rejects.toMatchObject({ code: 'NO_TRUTH', message: 'No satellite view has coordinates: radius:50 cannot say what is right.' })
    await expect(bare.evaluate({ queries: 'drone', positives: 'footprint' })).rejects.toMatchObject({ code: 'NO_TRUTH', message: 'No satellite view has a footprint.' })
    await expect(bare.evaluate({ queries: 'satellite' })).rejects.toMatchObject({ code: 'NO_TRUTH', message: expect.stringContaining('No query has another embedded satellite view of its own place') as string })
    await bare.close()
    const textless = await retrievalProject(folder, 'textless', [{ tiles: [[1, 0]], captions: [null], drones: [[1, 0]] }])
    await expect(textless.evaluate({ queries: 'drone', galleryKind: 'captions' })).rejects.toMatchObject({ code: 'NO_EMBEDDINGS', message: expect.stringContaining('made has no vectors of captions') as string })
    const { job } = await textless.client.call('runs.evaluate', { project: textless.project, options: { encoder: 'made', queries: 'drone', galleryKind: 'drone' } })
    expect((await jobEnd(textless.client, textless.project, job)).error?.code).toBe('NO_TRUTH')
    await textless.close()
  })
})
