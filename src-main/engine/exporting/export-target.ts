import { createWriteStream, type WriteStream } from 'node:fs'
import { copyFile, link, mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { once } from 'node:events'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'

/**
 * Where an export goes. Everything is written under a temporary name beside the target and renamed at the end: what
 * fails, is cancelled or fills the disk leaves nothing half-written behind.
 */
export class ExportTarget {
  readonly path: string
  /** The file or folder that is being written. */
  readonly making: string
  readonly isFolder: boolean

  private constructor(path: string, isFolder: boolean, job: string) {
    this.path = path
    this.isFolder = isFolder
    this.making = join(dirname(path), `.${basename(path)}.${job.slice(0, 8)}.part`)
  }

  /** Throws ALREADY_EXISTS for a file, or for a folder that is not empty; NOT_FOUND where its parent folder is not there. */
  static async open(out: string, isFolder: boolean, job: string): Promise<ExportTarget> {
    const target = new ExportTarget(resolve(out), isFolder, job)
    const there = await stat(target.path).catch(() => null)
    const empty = there?.isDirectory() === true && (await readdir(target.path)).length === 0
    if (there && !(empty && isFolder)) {
      throw new PlanisphereError('ALREADY_EXISTS', `${target.path} is there already.`, { hint: isFolder ? 'Choose a new or an empty folder.' : 'Choose another name, or remove it first.' })
    }
    if (!(await stat(dirname(target.path)).catch(() => null))) {
      throw new PlanisphereError('NOT_FOUND', `The folder ${dirname(target.path)} does not exist.`, { hint: 'Make it first, or choose another one.' })
    }
    await rm(target.making, { recursive: true, force: true })
    if (isFolder) await mkdir(target.making)
    return target
  }

  async commit(): Promise<void> {
    if (this.isFolder) await rmdir(this.path).catch(() => {})
    await rename(this.making, this.path)
  }

  async discard(): Promise<void> {
    await rm(this.making, { recursive: true, force: true }).catch(() => {})
  }
}

/** A text file that is written with back-pressure. */
export class TextWriter {
  readonly #stream: WriteStream
  #failure: Error | null = null
  #pending = ''

  constructor(path: string, flags: 'wx' | 'w' = 'wx') {
    this.#stream = createWriteStream(path, { flags })
    this.#stream.on('error', (error) => (this.#failure = error))
  }

  async write(text: string): Promise<void> {
    this.#pending += text
    if (this.#pending.length >= 65_536) await this.#flush()
  }

  async close(): Promise<void> {
    await this.#flush()
    this.#stream.end()
    if (!this.#stream.closed) await once(this.#stream, 'close')
    if (this.#failure) throw this.#failure
  }

  async abort(): Promise<void> {
    if (this.#stream.closed) return
    this.#stream.destroy()
    await once(this.#stream, 'close').catch(() => {})
  }

  async #flush(): Promise<void> {
    if (this.#failure) throw this.#failure
    const text = this.#pending
    this.#pending = ''
    if (text !== '' && !this.#stream.write(text)) {
      // Whichever comes first; the other is waited for no longer.
      const over = new AbortController()
      await Promise.race([once(this.#stream, 'drain', { signal: over.signal }), once(this.#stream, 'close', { signal: over.signal })]).finally(() => over.abort())
    }
    if (this.#failure) throw this.#failure
  }
}

/** Puts an image into an export: a hard link where the disk allows it (no bytes are copied), else a copy. */
export async function placeImage(from: string, to: string): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true })
  try {
    await link(from, to)
  } catch {
    try {
      await copyFile(from, to)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
      throw error
    }
  }
  return true
}
