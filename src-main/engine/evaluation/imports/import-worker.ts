import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { haversine } from '../../geo/distance.ts'
import { rowsByPlace } from '../../retrieval/query-groups.ts'
import type { StoredRanking } from '../../store/repositories/runs.ts'
import { VectorFile } from '../../store/vector-file.ts'
import { answerCalls } from '../../threads/answer-calls.ts'
import { readIdList } from './id-list.ts'
import type { ImportAnswers, ImportRequest, MatrixMeeting, OpenedArray, RankedPart, TrecPart } from './import-protocol.ts'
import { NumberFile } from './number-file.ts'
import { numberBytes } from './npy-header.ts'
import { ParquetVectors } from './parquet-vectors.ts'
import { firstNotFinite, MatrixRowRanker } from './rank-matrix-row.ts'
import { TrecRunFile } from './trec-run-file.ts'

/** Bytes of a part of a file. */
const partBytes = 16 * 1024 * 1024

/** Worker thread of `import-run` jobs: reads files of numbers and of ids, ranks, and writes vector files. It blocks where the engine's loop must not. */
const arrays = new Map<string, NumberFile | ParquetVectors>()
const ids = new Map<string, readonly string[]>()
let matrix: { meeting: MatrixMeeting; ranker: MatrixRowRanker; ofPlace: Map<number, number[]> } | undefined
let target: VectorFile | undefined
let run: TrecRunFile | undefined

answerCalls<ImportRequest>(async (request): Promise<ImportAnswers[ImportRequest['kind']]> => {
  switch (request.kind) {
    case 'open-trec':
      run = new TrecRunFile(request.file)
      return null
    case 'scan-trec':
      return scan(request.key)
    case 'trec':
      return trecPart(request)
    case 'open-array':
      return openArray(request)
    case 'read-ids': {
      const list = request.file === null ? await parquet(request.key).ids() : readIdList(request.file)
      ids.set(request.key, list)
      return list.length
    }
    case 'ids':
      return (ids.get(request.key) ?? []).slice(request.from, request.to)
    case 'meet':
      matrix = meet(request.meeting)
      return null
    case 'rank':
      return rank(request)
    case 'open-target':
      target = VectorFile.openForWriting(request.file, request)
      return null
    case 'copy':
      return copy(request)
    case 'close-target':
      return closeTarget()
  }
})

function opened(): TrecRunFile {
  if (run === undefined) throw new Error('no run was opened')
  return run
}

function scan(key: string): ImportAnswers['scan-trec'] {
  const { done, total } = opened().scan(partBytes)
  const queries = done < total ? [] : opened().queries
  ids.set(key, queries)
  return { done, total, queries: queries.length }
}

function trecPart({ key, from, to }: Extract<ImportRequest, { kind: 'trec' }>): TrecPart {
  const rankings = (ids.get(key) ?? []).slice(from, to).map((qid) => opened().ranking(qid))
  return { rankings, newDocuments: opened().takeNewDocuments() }
}

async function openArray({ key, source }: Extract<ImportRequest, { kind: 'open-array' }>): Promise<OpenedArray> {
  if (/\.parquet$/i.test(source.file)) {
    const table = await ParquetVectors.open(source.file, { ids: source.idColumn, vectors: source.vectorColumn })
    arrays.set(key, table)
    return { rows: table.rows, columns: table.dimensions, type: 'float32', hasIds: true, chunkRows: table.chunkRows }
  }
  const file = NumberFile.open(source.file, source.dimensions)
  arrays.set(key, file)
  const { rows, columns, type } = file.layout
  return { rows, columns, type, hasIds: false, chunkRows: Math.max(1, Math.floor(partBytes / (columns * numberBytes[type]))) }
}

function parquet(key: string): ParquetVectors {
  const table = arrays.get(key)
  if (table instanceof ParquetVectors) return table
  throw new Error(`${key} is no table`)
}

function meet(meeting: MatrixMeeting): NonNullable<typeof matrix> {
  const places = meeting.galleryOfRow.map((row) => meeting.gallery.places[row] as number)
  return { meeting, ranker: new MatrixRowRanker(meeting.columnOfRow, meeting.k), ofPlace: rowsByPlace(places) }
}

function rank({ key, from, to }: Extract<ImportRequest, { kind: 'rank' }>): RankedPart {
  const file = arrays.get(key)
  if (matrix === undefined || !(file instanceof NumberFile)) throw new Error('no matrix was opened')
  const { meeting, ranker, ofPlace } = matrix
  const { columns } = file.layout
  const scores = file.read(from, to)
  const rankings: StoredRanking[] = []
  let withoutTruth = 0
  for (let row = from; row < to; row++) {
    const own = scores.subarray((row - from) * columns, (row - from + 1) * columns)
    refuseNotFinite(own, file.file, row)
    const query = meeting.queryOfRow[row] as number
    if (query < 0) continue
    const positives = ofPlace.get(meeting.queries.places[query] as number)
    if (positives) rankings.push(ranking(meeting, query, ranker.rank(own, positives)))
    else withoutTruth++
  }
  return { rankings, withoutTruth }
}

function ranking({ gallery, queries, galleryOfRow }: MatrixMeeting, query: number, ranked: ReturnType<MatrixRowRanker['rank']>): StoredRanking {
  const at = (row: number): number => galleryOfRow[row] as number
  const answer = at(ranked.topRows[0] as number)
  const error = haversine(queries.lat[query] as number, queries.lon[query] as number, gallery.lat[answer] as number, gallery.lon[answer] as number)
  return {
    query: queries.ids[query] as number,
    place: queries.places[query] as number,
    gallery: galleryOfRow.length,
    bestRank: ranked.positiveRanks[0] as number,
    optimisticRank: ranked.optimisticRank,
    pessimisticRank: ranked.pessimisticRank,
    errorM: Number.isNaN(error) ? null : error,
    positiveViews: ranked.positiveRows.map((row) => gallery.ids[at(row)] as number),
    positiveRanks: ranked.positiveRanks,
    positiveScores: ranked.positiveScores,
    topViews: ranked.topRows.map((row) => gallery.ids[at(row)] as number),
    topScores: ranked.topScores
  }
}

async function copy({ key, from, to, targets }: Extract<ImportRequest, { kind: 'copy' }>): Promise<number> {
  const source = arrays.get(key)
  if (source === undefined || target === undefined) throw new Error('no vectors were opened')
  const { dimensions } = target
  const read = await source.read(from, to)
  const rows = read instanceof Float64Array ? Float32Array.from(read) : read
  const kept: number[] = []
  for (let row = from; row < to; row++) {
    refuseNotFinite(rows.subarray((row - from) * dimensions, (row - from + 1) * dimensions), source.file, row)
    if ((targets[row - from] as number) > 0) kept.push(row - from)
  }
  const written = new Float32Array(kept.length * dimensions)
  kept.forEach((at, i) => written.set(rows.subarray(at * dimensions, (at + 1) * dimensions), i * dimensions))
  target.writeRows(Int32Array.from(kept, (at) => targets[at] as number), written)
  return kept.length
}

async function closeTarget(): Promise<number> {
  if (target === undefined) throw new Error('no vectors were opened')
  await target.flush()
  const { count } = target
  target.close()
  target = undefined
  return count
}

function refuseNotFinite(row: Float32Array | Float64Array, file: string, at: number): void {
  const column = firstNotFinite(row)
  if (column < 0) return
  throw new PlanisphereError('BAD_SCORES', `Row ${at + 1} of ${file} has ${String(row[column])} in column ${column + 1}; finite numbers are expected.`, {
    hint: 'A number beyond 3.4e38 is infinite as float32, one beyond 65,504 as float16. Find out why the model gives it.',
    place: { file, line: at + 1 }
  })
}
