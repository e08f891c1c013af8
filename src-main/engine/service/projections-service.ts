import { selectsAll, type QuerySelection } from '#shared/domain/query-selection.ts'
import type { ColourBy } from '#shared/contracts/projections.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { Analyst, ProjectedQueries } from '../evaluation/analysis/analyst.ts'
import type { KeptPoints, KeptProjections } from '../projection/kept-projections.ts'
import { pointsInRing } from '../projection/points-in-ring.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { StoreReader } from '../store/project-store.ts'
import { findRuns } from './analysis-service.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type ProjectionMethods = 'projections.list' | 'projections.start' | 'projections.remove' | 'projections.points' | 'projections.colours' | 'projections.point' | 'projections.uids'

/** Points asked of a reader at a time. */
const page = 4000

/** Embeddings in a plane: made, kept, coloured, looked into. */
export function projectionsHandlers(engine: EngineContext, kept: KeptProjections, analyst: Analyst): Pick<Handlers, ProjectionMethods> {
  return {
    'projections.list': ({ project }) => kept.list(engine.project(project)),

    async 'projections.start'({ project, options }) {
      if (!options.captions && options.views === null) throw new PlanisphereError('INVALID_INPUT', 'Neither captions nor views are to be laid out.', { hint: 'Choose one side or both.' })
      return { job: (await engine.jobs.start(engine.project(project), 'project', options)).id }
    },

    async 'projections.remove'({ project: handle, projection }) {
      const project = engine.project(handle)
      if (project.readOnly) throw new PlanisphereError('READ_ONLY', `${project.name} is open read-only.`, { hint: 'Open it for writing to remove a projection.' })
      await kept.remove(project, projection)
      engine.emit({ type: 'changed', project: handle, what: ['projections'] })
      return {}
    },

    async 'projections.points'({ project, projection }) {
      const { summary, ids, sides, pca, umap } = await kept.read(engine.project(project), projection)
      return { summary, ids: bytes(ids), sides, pca: bytes(pca), umap: umap && bytes(umap) }
    },

    async 'projections.colours'({ project: handle, projection, by, run: id, selection }, { signal }) {
      const project = engine.project(handle)
      const points = await kept.read(project, projection)
      const [run] = id === null ? [] : await findRuns(project, [id])
      const { values, names } = await coloursOf(project, points, by, run ?? null, signal)
      return { values: bytes(values), names, selected: run && !selectsAll(selection) ? await selectedOf(analyst, project, points, run, selection, signal) : null }
    },

    async 'projections.point'({ project: handle, projection, index, run }) {
      const project = engine.project(handle)
      const { ids, sides } = await kept.read(project, projection)
      const [id, side] = [ids[index], sides[index] === 1 ? ('view' as const) : ('caption' as const)]
      if (id === undefined) return null
      const [label] = await project.store.read('runs.queryLabels', { of: side === 'caption' ? 'captions' : 'views', queries: Int32Array.of(id) })
      if (!label) return null
      const [asked] = run === null ? [] : await findRuns(project, [run])
      const [rank] = asked && isQuery(asked, side === 'caption' ? 0 : 1) ? await project.store.read('projectionPoints.ranks', { run: asked.run, queries: Int32Array.of(id) }) : []
      return { side, id, uid: label.queryUid, text: side === 'caption' ? label.label : null, view: label.view, place: label.placeUid, region: label.region, rank: rank === undefined || rank < 0 ? null : rank }
    },

    async 'projections.uids'({ project: handle, projection }) {
      const project = engine.project(handle)
      const { ids, sides } = await kept.read(project, projection)
      return withReader(project, async (reader) => {
        const uids: string[] = []
        for (const { side, part } of pages(ids, sides)) {
          const found = await reader.read('gallery.uids', { of: side === 0 ? 'captions' : 'views', ids: part })
          for (const uid of found) uids.push(uid ?? '')
        }
        return { uids }
      })
    }
  }
}

/** The queries inside a ring of a layout; `projection` reads `<id>:<layout>`. */
export function projectedQueries(kept: KeptProjections): ProjectedQueries {
  return async (project, { projection, ring }, of) => {
    const [id = '', layout = 'umap'] = projection.split(':')
    const { ids, sides, pca, umap } = await kept.read(project, id)
    const points = layout === 'pca' ? pca : umap
    if (points === null) throw new PlanisphereError('NOT_FOUND', `The projection ${id} is not laid out yet.`, { hint: 'Wait until it is, or draw in the principal plane.' })
    const wanted = of === 'captions' ? 0 : 1
    const inside = (await pointsInRing(points, ring)).filter((at) => sides[at] === wanted)
    return inside.map((at) => ids[at] as number).sort()
  }
}

function isQuery(run: RunSummary, side: number): boolean {
  return (run.protocol.queries === 'captions') === (side === 0)
}

async function coloursOf(project: OpenProject, { ids, sides }: KeptPoints, by: ColourBy, run: RunSummary | null, signal: AbortSignal): Promise<{ values: Int32Array<ArrayBuffer>; names: string[] | null }> {
  if (by === 'side') return { values: Int32Array.from(sides), names: ['captions', 'views'] }
  const values = new Int32Array(ids.length).fill(-1)
  const index = new Map<string, number>()
  let numbers = by === 'length' || by === 'rank'
  await withReader(project, async (reader) => {
    let at = 0
    for (const { side, part } of pages(ids, sides)) {
      signal.throwIfAborted()
      if (by === 'rank' || by === 'right') {
        if (run && isQuery(run, side)) {
          const ranks = await reader.read('projectionPoints.ranks', { run: run.run, queries: part })
          values.set(by === 'rank' ? ranks : ranks.map((rank) => (rank < 0 ? -1 : rank === 1 ? 0 : 1)), at)
        }
      } else {
        const found = await reader.read('projectionPoints.attribute', { of: side === 0 ? 'captions' : 'views', ids: part, by })
        numbers = found.names === null
        const own = found.names?.map((name) => {
          const known = index.get(name) ?? index.size
          index.set(name, known)
          return known
        })
        values.set(own ? found.values.map((value) => (value < 0 ? -1 : (own[value] as number))) : found.values, at)
      }
      at += part.length
    }
  })
  if (by === 'right') return { values, names: ['right', 'wrong'] }
  return numbers ? { values, names: null } : byCount(values, [...index.keys()])
}

/** Names the categories anew: the one of most points first. */
function byCount(values: Int32Array<ArrayBuffer>, names: readonly string[]): { values: Int32Array<ArrayBuffer>; names: string[] } {
  const counts = new Int32Array(names.length)
  for (const value of values) if (value >= 0) counts[value] = (counts[value] as number) + 1
  const order = names.map((_, i) => i).sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b)
  const place = new Int32Array(names.length)
  order.forEach((old, now) => (place[old] = now))
  return { values: values.map((value) => (value < 0 ? -1 : (place[value] as number))), names: order.map((old) => names[old] as string) }
}

async function selectedOf(analyst: Analyst, project: OpenProject, { ids, sides }: KeptPoints, run: RunSummary, selection: QuerySelection, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const queries = ids.map((id, i) => (isQuery(run, sides[i] as number) ? id : -1))
  return analyst.ask(project, 'members', { runs: [run], selection, args: { queries } }, signal)
}

/** Stretches of one side, at most a page long. */
function* pages(ids: Int32Array, sides: Uint8Array): Generator<{ side: number; part: Int32Array }> {
  for (let from = 0; from < ids.length; ) {
    let to = from
    while (to < ids.length && to - from < page && sides[to] === sides[from]) to++
    yield { side: sides[from] as number, part: ids.slice(from, to) }
    from = to
  }
}

async function withReader<T>(project: OpenProject, use: (reader: StoreReader) => Promise<T>): Promise<T> {
  const reader = project.store.reader()
  try {
    return await use(reader)
  } finally {
    await reader.end()
  }
}

function bytes(array: Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}
