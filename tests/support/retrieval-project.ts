import { join } from 'node:path'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { VectorFile, vectorPath } from '#engine/store/vector-file.ts'
import Database from 'better-sqlite3'
import type { Job } from '#shared/domain/job.ts'
import type { EvaluateOptions } from '#shared/contracts/retrieval.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { EngineClient } from '#shared/rpc/client.ts'

/** A place of a made-up project: how many tiles and captions it has, and where it is. */
export interface MadePlace {
  readonly uid?: string
  readonly lat?: number | null
  readonly lon?: number | null
  readonly region?: string | null
  readonly split?: 'train' | 'val' | 'test' | null
  /** Vectors of its satellite views; null: a view without a vector. Uids are `<place>/s<n>` unless given. */
  readonly tiles: readonly (readonly number[] | null)[]
  readonly tileUids?: readonly string[]
  readonly captions?: readonly (readonly number[] | null)[]
  readonly drones?: readonly (readonly number[] | null)[]
  readonly streets?: readonly (readonly number[] | null)[]
  /** Of its satellite views, in their order: [lon, lat] corners; null: none. */
  readonly footprints?: readonly (readonly (readonly [number, number])[] | null)[]
}

export const encoderName = 'made'
const encoderHash = 'f'.repeat(64)

export interface RetrievalProject {
  readonly engine: Engine
  readonly client: EngineClient
  readonly project: string
  readonly path: string
  evaluate(options?: Partial<EvaluateOptions>): Promise<RunSummary>
  close(): Promise<void>
}

/** A project whose vectors are given: no images, no encoder. For tests of what comes after embedding. */
export async function retrievalProject(folder: string, name: string, places: readonly MadePlace[]): Promise<RetrievalProject> {
  const path = join(folder, `${name}.planisphere`)
  const engine = createEngine({ resources: folder, checkOutputs: true })
  const client = engine.client()
  const made = await client.call('projects.create', { path })
  await client.call('projects.close', { project: made.project })
  await fill(path, places)
  const { project } = await client.call('projects.open', { path })
  return {
    engine,
    client,
    project,
    path,
    async evaluate(options = {}) {
      const { job } = await client.call('runs.evaluate', { project, options: { encoder: encoderName, ...options } })
      const ended = await jobEnd(client, project, job)
      if (ended.error) throw new PlanisphereError(ended.error.code, ended.error.message, { hint: ended.error.hint })
      return ended.result as unknown as RunSummary
    },
    async close() {
      await client.close()
      await engine.close()
    }
  }
}

export async function jobEnd(client: EngineClient, project: string, job: string): Promise<Job> {
  for (;;) {
    const now = await client.call('jobs.get', { project, job })
    if (now.state !== 'queued' && now.state !== 'running') return now
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

async function fill(path: string, places: readonly MadePlace[]): Promise<void> {
  const db = new Database(join(path, 'project.sqlite'))
  db.pragma('foreign_keys = ON')
  const dimensions = places.flatMap((place) => [...place.tiles, ...(place.captions ?? []), ...(place.drones ?? []), ...(place.streets ?? [])]).find((vector) => vector !== null)?.length ?? 4
  db.prepare("INSERT OR IGNORE INTO roots (id, path) VALUES (1, '/nowhere')").run()
  db.prepare("INSERT OR IGNORE INTO authors (id, kind, name) VALUES (1, 'import', 'test')").run()
  db.prepare('INSERT INTO encoders (name, path, hash, layout, dimensions, spec, provider, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(encoderName, '/nowhere', encoderHash, 'onnx-file', dimensions, '{}', 'cpu', 0)
  const sides = { text: [] as [number, readonly number[]][], image: [] as [number, readonly number[]][] }
  db.transaction(() => {
    const regions = new Map<string, number>()
    places.forEach((place, i) => {
      const uid = place.uid ?? `p${i}`
      if (place.region && !regions.has(place.region)) regions.set(place.region, Number(db.prepare('INSERT INTO regions (uid, name) VALUES (?, ?)').run(place.region, place.region).lastInsertRowid))
      const id = Number(
        db.prepare('INSERT INTO places (uid, region, lat, lon, split) VALUES (?, ?, ?, ?, ?)').run(uid, place.region ? regions.get(place.region) : null, place.lat ?? null, place.lon ?? null, place.split ?? null).lastInsertRowid
      )
      const view = (kind: string, viewUid: string, vector: readonly number[] | null, footprint: readonly (readonly [number, number])[] | null = null): void => {
        const made = Number(db.prepare('INSERT INTO views (uid, place, kind, root, path, footprint) VALUES (?, ?, ?, 1, ?, ?)').run(viewUid, id, kind, viewUid, footprint && JSON.stringify(footprint)).lastInsertRowid)
        if (vector) sides.image.push([made, vector])
      }
      place.tiles.forEach((vector, n) => view('satellite', place.tileUids?.[n] ?? `${uid}/s${n}`, vector, place.footprints?.[n] ?? null))
      ;(place.drones ?? []).forEach((vector, n) => view('drone', `${uid}/d${n}`, vector))
      ;(place.streets ?? []).forEach((vector, n) => view('street', `${uid}/t${n}`, vector))
      ;(place.captions ?? []).forEach((vector, n) => {
        const made = Number(db.prepare('INSERT INTO captions (uid, place, author, text) VALUES (?, ?, 1, ?)').run(`${uid}/c${n}`, id, `caption ${n} of ${uid}`).lastInsertRowid)
        if (vector) sides.text.push([made, vector])
      })
    })
  })()
  db.close()
  for (const [side, rows] of Object.entries(sides) as ['text' | 'image', [number, readonly number[]][]][]) {
    if (rows.length === 0) continue
    const file = VectorFile.openForWriting(vectorPath(join(path, 'vectors'), encoderName, side), { dimensions, encoderHash })
    file.writeRows(Int32Array.from(rows, ([id]) => id), Float32Array.from(rows.flatMap(([, vector]) => vector)))
    await file.flush()
    file.close()
  }
}
