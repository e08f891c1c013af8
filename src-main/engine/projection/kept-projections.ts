import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ProjectionSummary } from '#shared/contracts/projections.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { PlanePoints } from './principal-plane.ts'

/** The points of a kept projection. */
export interface KeptPoints {
  readonly summary: ProjectionSummary
  readonly ids: Int32Array<ArrayBuffer>
  /** 0 caption, 1 view. */
  readonly sides: Uint8Array<ArrayBuffer>
  readonly pca: PlanePoints
  readonly umap: PlanePoints | null
}

const idPattern = /^p-[0-9a-f]{6,40}$/
const unfinished = '.making'

/**
 * `<project>/projections/<id>/`: projection.json, and ids, sides and layouts as flat little-endian arrays. While it is
 * made its folder ends with `.making`; one that nobody makes any more is removed when it is seen.
 */
export class KeptProjections {
  /** Paths of the folders that are being made now. */
  readonly #making = new Set<string>()

  async list(project: OpenProject): Promise<ProjectionSummary[]> {
    const folder = folderOf(project)
    const names = await readdir(folder).catch(() => [])
    const found: ProjectionSummary[] = []
    for (const name of names) {
      const path = join(folder, name)
      if (name.endsWith(unfinished) && !this.#making.has(path)) {
        if (!project.readOnly) await rm(path, { recursive: true, force: true })
        continue
      }
      const summary = await readSummary(path)
      if (summary) found.push(summary)
    }
    return found.sort((a, b) => b.createdAt - a.createdAt)
  }

  /** NOT_FOUND where there is none of this id, BAD_FILE where its files do not fit together. */
  async read(project: OpenProject, projection: string): Promise<KeptPoints> {
    const path = await this.#pathOf(project, projection)
    const summary = path === null ? null : await readSummary(path)
    if (path === null || summary === null || summary.projection !== projection) throw notFound(projection)
    const array = async (name: string): Promise<ArrayBuffer> => Uint8Array.from(await readFile(join(path, name))).buffer
    const [ids, sides, pca] = await Promise.all([array('ids.bin'), array('sides.bin'), array('pca.bin')])
    const umap = summary.kept.umap === null ? null : await array('umap.bin')
    const n = summary.points
    if (ids.byteLength !== 4 * n || sides.byteLength !== n || pca.byteLength !== 8 * n || (umap !== null && umap.byteLength !== 8 * n)) {
      throw new PlanisphereError('BAD_FILE', `The files of the projection ${projection} do not fit together.`, { hint: 'Remove it and make it again.', place: { file: path } })
    }
    return { summary, ids: new Int32Array(ids), sides: new Uint8Array(sides), pca: new Float32Array(pca), umap: umap && new Float32Array(umap) }
  }

  async remove(project: OpenProject, projection: string): Promise<void> {
    const path = await this.#pathOf(project, projection)
    if (path === null || this.#making.has(path)) throw notFound(projection)
    await rm(path, { recursive: true, force: true })
  }

  /** A folder to write a projection into; `keep` puts it beside the others, `drop` leaves nothing. */
  async make(project: OpenProject, projection: string): Promise<ProjectionDraft> {
    const path = join(folderOf(project), `${projection}${unfinished}`)
    this.#making.add(path)
    await rm(path, { recursive: true, force: true })
    await mkdir(path, { recursive: true })
    return new ProjectionDraft(projection, path, path.slice(0, -unfinished.length), () => this.#making.delete(path))
  }

  async #pathOf(project: OpenProject, projection: string): Promise<string | null> {
    // Ids come over the bridge and from selections: nothing but such a name makes a path.
    if (!idPattern.test(projection)) return null
    const path = join(folderOf(project), projection)
    const making = `${path}${unfinished}`
    return this.#making.has(making) ? making : path
  }
}

export class ProjectionDraft {
  readonly id: string
  readonly #path: string
  readonly #final: string
  readonly #ended: () => void

  constructor(id: string, path: string, final: string, ended: () => void) {
    this.id = id
    this.#path = path
    this.#final = final
    this.#ended = ended
  }

  async write(name: 'ids' | 'sides' | 'pca' | 'umap', array: Int32Array | Uint8Array | Float32Array): Promise<void> {
    await writeFile(join(this.#path, `${name}.bin`), new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  }

  async summarise(summary: ProjectionSummary): Promise<void> {
    const beside = join(this.#path, 'projection.json.new')
    await writeFile(beside, JSON.stringify(summary))
    await rename(beside, join(this.#path, 'projection.json'))
  }

  async keep(): Promise<void> {
    await rename(this.#path, this.#final)
    this.#ended()
  }

  async drop(): Promise<void> {
    await rm(this.#path, { recursive: true, force: true })
    this.#ended()
  }
}

function folderOf(project: OpenProject): string {
  return join(project.path, 'projections')
}

async function readSummary(path: string): Promise<ProjectionSummary | null> {
  try {
    const read = ProjectionSummary.safeParse(JSON.parse(await readFile(join(path, 'projection.json'), 'utf8')))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

function notFound(projection: string): PlanisphereError {
  return new PlanisphereError('NOT_FOUND', `There is no projection ${projection}.`, { hint: 'It may have been removed. Clear the selection, or make the picture again.' })
}
