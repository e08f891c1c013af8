import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { makePicture } from '../media/thumbnails.ts'
import type { PackedView } from '../store/repositories/work-packages.ts'
import { imageName, imagesRoot } from './package-format.ts'
import type { PackageWriter } from './package-writer.ts'

const extensions: Readonly<Record<string, string>> = { 'image/jpeg': '.jpg', 'image/png': '.png', 'image/webp': '.webp', 'image/gif': '.gif', 'image/avif': '.avif' }

/** What became of a view's image: its name and size in the package, or why it is not in it. */
export interface PackedImage {
  readonly path: string
  readonly width: number | null
  readonly height: number | null
  readonly problem: string | null
}

/** Puts images of views into a package, as they are or at most `largestEdge` pixels long (0: as they are). */
export class PackageImages {
  packed = 0
  missing = 0
  readonly #writer: PackageWriter
  readonly #largestEdge: number
  readonly #signal: AbortSignal
  #index = 0

  constructor(writer: PackageWriter, largestEdge: number, signal: AbortSignal) {
    this.#writer = writer
    this.#largestEdge = largestEdge
    this.#signal = signal
  }

  async add(view: PackedView): Promise<PackedImage> {
    const index = this.#index++
    const source = view.root.endsWith('/') ? `${view.root}${view.path}` : `${view.root}/${view.path}`
    const { width, height } = view
    const there = await stat(source).catch(() => null)
    if (!there?.isFile()) {
      this.missing++
      return { path: imageName(index, view.kind, '.none'), width, height, problem: 'The image was missing when the work package was made.' }
    }
    this.packed++
    const smaller = this.#largestEdge === 0 ? null : await this.#smaller(source)
    if (smaller === null) {
      const path = imageName(index, view.kind, plainExtension(view.path))
      await this.#writer.addFile(`${imagesRoot}/${path}`, source, this.#signal)
      return { path, width, height, problem: null }
    }
    const path = imageName(index, view.kind, smaller.extension)
    await this.#writer.add(`${imagesRoot}/${path}`, smaller.bytes)
    return { path, ...fitted(width, height, this.#largestEdge), problem: null }
  }

  /** Null where the image cannot be decoded: it goes as it is, and shows the same problem there as here. */
  async #smaller(source: string): Promise<{ bytes: Uint8Array; extension: string } | null> {
    try {
      const { type, bytes } = await makePicture(source, this.#largestEdge)
      return { bytes, extension: extensions[type] ?? '.jpg' }
    } catch (error) {
      if (error instanceof PlanisphereError && error.code === 'BAD_IMAGE') return null
      throw error
    }
  }
}

/** A file's own ending, where it is an ordinary one. */
function plainExtension(path: string): string {
  const extension = extname(path).toLowerCase()
  return /^\.[a-z0-9]{1,5}$/.test(extension) ? extension : '.img'
}

/** Width and height in pixels when the longer is at most `edge`. */
function fitted(width: number | null, height: number | null, edge: number): { width: number | null; height: number | null } {
  if (width === null || height === null || Math.max(width, height) <= edge) return { width, height }
  const scale = edge / Math.max(width, height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
