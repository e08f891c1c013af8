// Rows a second of a CSV import through the engine (parsing, identity, three tables, counters, full text, R*Tree, every
// batch on disk), beside the sqlite3 command line's .import of the same rows into one table with the same indexes.
//   npm run -s bench -- import [--rows 200000] [--json]
import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Job } from '#shared/domain/job.ts'
import { createEngine } from '#engine/service/create-engine.ts'

const { values } = parseArgs({ options: { rows: { type: 'string', default: '200000' }, json: { type: 'boolean', default: false }, phases: { type: 'boolean', default: false } } })
const rows = Number(values.rows)
if (!Number.isSafeInteger(rows) || rows < 1) throw new Error('--rows wants a number of rows')

const folder = mkdtempSync(join(tmpdir(), 'planisphere-bench-'))
try {
  const csv = join(folder, 'rows.csv')
  const bytes = generate(csv, rows)
  const ours = await importThroughEngine(csv)
  const after = peer(csv, 'after')
  const live = peer(csv, 'live')
  const result = {
    rows,
    bytes,
    seconds: ours.seconds,
    rowsPerSecond: Math.round(rows / ours.seconds),
    reading: ours.reading,
    indexing: ours.indexing,
    peer: after,
    peerLive: live,
    // Ours to theirs in rows a second: above 1 is faster than the command line.
    ratio: after ? round(after.seconds / ours.seconds) : null,
    ratioLive: live ? round(live.seconds / ours.seconds) : null
  }
  if (values.json) console.log(JSON.stringify(result))
  else {
    console.log(`${rows.toLocaleString('en')} rows (${(bytes / 1e6).toFixed(0)} MB) in ${ours.seconds} s: ${result.rowsPerSecond.toLocaleString('en')} rows/s (rows ${ours.reading} s, full text and R*Tree ${ours.indexing} s)`)
    for (const other of [after, live]) if (other) console.log(`${other.what}: ${other.seconds} s, ${other.rowsPerSecond.toLocaleString('en')} rows/s; ours is ${round(other.seconds / ours.seconds)} times as fast`)
    if (!after) console.log('There is no sqlite3 command line to compare with (Debian: apt-get install sqlite3).')
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

/** A place, a satellite view and a caption of some 20 words a row, region by region as data sets are listed; seeded. Returns the file's size. */
function generate(path: string, count: number): number {
  const words = 'a long straight road runs north past houses with red roofs and park beside the pond east of crossing grey tower green field river bridge stadium parking lot trees'.split(' ')
  let state = 1
  const next = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  const file = openSync(path, 'wx')
  writeSync(file, 'place,image,lat,lon,region,country,split,caption\n')
  let text = ''
  for (let row = 0; row < count; row += 1) {
    const caption = Array.from({ length: 12 + next(16) }, () => words[next(words.length)]).join(' ')
    const lat = (next(1_600_000) / 10_000 - 80).toFixed(4)
    const lon = (next(3_600_000) / 10_000 - 180).toFixed(4)
    const region = String(Math.floor((row * 225) / count)).padStart(3, '0')
    const name = String(row).padStart(8, '0')
    text += `place-${name},tiles/city-${region}/${name}.png,${lat},${lon},City ${region},Country ${Number(region) % 60},${row % 10 === 0 ? 'test' : 'train'},"${caption}, number ${row}"\n`
    if (text.length > 1_000_000 || row === count - 1) {
      writeSync(file, text)
      text = ''
    }
  }
  closeSync(file)
  return statSync(path).size
}

async function importThroughEngine(csv: string): Promise<{ seconds: number; reading: number; indexing: number }> {
  const engine = createEngine({ resources: join(import.meta.dirname, '../../resources') })
  const client = engine.client()
  try {
    const { project } = await client.call('projects.create', { path: join(folder, 'bench.planisphere') })
    const started = performance.now()
    let indexingSince: number | null = null
    const ended = new Promise<Job>((resolve) => {
      client.onEvent((event) => {
        if (event.type !== 'job') return
        if (event.job.progress?.phase === 'Indexing') indexingSince ??= performance.now()
        if (event.job.state !== 'running' && event.job.state !== 'queued') resolve(event.job)
      })
    })
    await client.call('imports.start', { project, options: { source: csv, format: 'csv' } })
    const job = await ended
    const end = performance.now()
    if (job.state !== 'done' || job.result?.['captions'] !== rows || job.result?.['places'] !== rows) throw new Error(`the import ended ${job.state}: ${JSON.stringify(job.error ?? job.result)}`)
    const reading = ((indexingSince ?? end) - started) / 1000
    return { seconds: round((end - started) / 1000), reading: round(reading), indexing: round((end - started) / 1000 - reading) }
  } finally {
    await engine.close()
  }
}

interface Peer {
  readonly what: string
  readonly version: string
  readonly seconds: number
  readonly rowsPerSecond: number
}

/** The same rows by `sqlite3 .import`, with the indexes made after the rows (its fastest way) or kept live by triggers. */
function peer(csv: string, indexes: 'after' | 'live'): Peer | null {
  if (spawnSync('sqlite3', ['--version']).status !== 0) return null
  const version = execFileSync('sqlite3', ['--version'], { encoding: 'utf8' }).split(' ')[0] ?? ''
  const table = 'CREATE TABLE rows (place TEXT, image TEXT, lat REAL, lon REAL, region TEXT, country TEXT, split TEXT, caption TEXT);'
  const btrees = 'CREATE UNIQUE INDEX rows_place ON rows (place); CREATE UNIQUE INDEX rows_image ON rows (image); CREATE INDEX rows_region ON rows (region); CREATE INDEX rows_split ON rows (split);'
  const virtual = `CREATE VIRTUAL TABLE fts USING fts5 (caption, content = 'rows', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2');
    CREATE VIRTUAL TABLE rtree USING rtree (id, min_lon, max_lon, min_lat, max_lat);`
  const fill = 'BEGIN; INSERT INTO fts (rowid, caption) SELECT rowid, caption FROM rows; INSERT INTO rtree SELECT rowid, lon, lon, lat, lat FROM rows; COMMIT;'
  const triggers = 'CREATE TRIGGER live AFTER INSERT ON rows BEGIN INSERT INTO fts (rowid, caption) VALUES (new.rowid, new.caption); INSERT INTO rtree VALUES (new.rowid, new.lon, new.lon, new.lat, new.lat); END;'
  const load = `.mode csv\n.import --skip 1 '${csv}' rows\n`
  const head = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;'
  const script = indexes === 'after' ? `${head}\n${table}\n${load}${btrees}\n${virtual}\n${fill}\n` : `${head}\n${table}\n${btrees}\n${virtual}\n${triggers}\n${load}`
  const started = performance.now()
  const run = spawnSync('sqlite3', [join(folder, `peer-${indexes}.sqlite`)], { input: `${script}SELECT 'rows=' || count(*) FROM rows;\n`, encoding: 'utf8' })
  const seconds = round((performance.now() - started) / 1000)
  if (!run.stdout.includes(`rows=${rows}`)) throw new Error(`sqlite3 failed: ${run.stderr}`)
  return { what: `sqlite3 ${version} .import, indexes ${indexes === 'after' ? 'made after the rows' : 'live'}`, version, seconds, rowsPerSecond: Math.round(rows / seconds) }
}
