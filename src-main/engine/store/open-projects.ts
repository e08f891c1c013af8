import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { PlanisphereError, toErrorData } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from './open-project.ts'
import { lockProject, type ProjectLock } from './project-lock.ts'
import { isWritable } from './readable-copy.ts'
import { openStore } from './threaded-store.ts'

export const databaseName = 'project.sqlite'

const folderNames = ['vectors', 'thumbnails', 'backups', 'encoders', 'images', 'planet'] as const

export interface OpenOptions {
  readonly readOnly: boolean
  readonly create?: boolean
}

interface Held {
  readonly project: OpenProject
  readonly lock: ProjectLock | null
}

export interface ProjectHooks {
  /** A project was opened for writing: resume what was left. */
  opened(project: OpenProject): Promise<void>
  /** A project is about to be closed: stop what works on it. */
  closing(project: OpenProject): Promise<void>
  notice(handle: string, message: string, hint?: string): void
}

/** The projects that this engine has open, by their handle. */
export class OpenProjects {
  readonly #held = new Map<string, Held>()
  readonly #hooks: ProjectHooks
  /** Opening and closing of one folder never overlap. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(hooks: ProjectHooks) {
    this.#hooks = hooks
  }

  get(handle: string): OpenProject {
    const held = this.#held.get(handle)
    if (!held) throw new PlanisphereError('NOT_FOUND', `No project with the handle ${handle} is open.`, { hint: 'Open it first.' })
    return held.project
  }

  open(path: string, options: OpenOptions): Promise<OpenProject> {
    return this.#inTurn(() => (options.create ? this.#create(path) : this.#open(path, options.readOnly)))
  }

  close(handle: string): Promise<void> {
    return this.#inTurn(() => this.#close(handle))
  }

  async closeAll(): Promise<void> {
    for (const handle of [...this.#held.keys()]) await this.close(handle)
  }

  async #create(path: string): Promise<OpenProject> {
    const folder = resolve(path)
    if (existsSync(join(folder, databaseName))) throw new PlanisphereError('ALREADY_EXISTS', `${folder} is a project already.`, { hint: 'Open it, or choose another name.', place: { file: folder } })
    if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0)) {
      throw new PlanisphereError('ALREADY_EXISTS', `${folder} is there already and is not empty.`, { hint: 'Choose another name.', place: { file: folder } })
    }
    const existed = existsSync(folder)
    try {
      // Asked beforehand: on a read-only disk a recursive mkdir says ENOENT.
      accessSync(nearestExisting(folder), constants.W_OK)
      makeFolder(folder)
      for (const name of folderNames) mkdirSync(join(folder, name), { recursive: true })
      return await this.#hold(realpathSync(folder), 'write', Date.now())
    } catch (error) {
      if (existed) for (const name of [...folderNames, databaseName, `${databaseName}.new`]) rmSync(join(folder, name), { recursive: true, force: true })
      else rmSync(folder, { recursive: true, force: true })
      throw cannotWrite(folder, error)
    }
  }

  async #open(path: string, readOnly: boolean): Promise<OpenProject> {
    const folder = projectFolder(path)
    const held = this.#held.get(handleOf(folder))
    if (held && (readOnly || !held.project.readOnly || !canWrite(folder))) return held.project
    // Open for reading, now wanted for writing.
    if (held) await this.#close(held.project.handle)
    if (canWrite(folder)) return this.#hold(folder, readOnly ? 'read' : 'write', null)
    const project = await this.#hold(folder, 'read', null)
    if (!readOnly) this.#hooks.notice(project.handle, `${project.name} was opened read-only: its folder cannot be written.`, 'Give yourself the right to write there, or copy the project.')
    return project
  }

  async #hold(folder: string, access: 'write' | 'read', create: number | null): Promise<OpenProject> {
    const lock = access === 'write' ? lockProject(folder) : null
    try {
      const folders = Object.fromEntries(folderNames.map((name) => [name, join(folder, name)])) as unknown as OpenProject['folders']
      if (access === 'write') for (const name of folderNames) mkdirSync(join(folder, name), { recursive: true })
      const { store, backup } = await openStore({ file: join(folder, databaseName), backups: folders.backups, access, create })
      const createdAt = Number((await store.read('meta.get', { key: 'created_at' })) ?? 0)
      const handle = handleOf(folder)
      const name = basename(folder).replace(/\.planisphere$/i, '')
      const project: OpenProject = { handle, path: folder, name, readOnly: access !== 'write', createdAt, store, folders, dataVersion: 1 }
      this.#held.set(handle, { project, lock })
      if (backup !== null) this.#hooks.notice(handle, `${name} was brought to this version’s schema.`, `The project as it was is kept at ${backup}.`)
      if (access === 'write') await this.#hooks.opened(project)
      return project
    } catch (error) {
      lock?.release()
      throw error
    }
  }

  async #close(handle: string): Promise<void> {
    const held = this.#held.get(handle)
    if (!held) return
    try {
      await this.#hooks.closing(held.project)
    } finally {
      this.#held.delete(handle)
      await held.project.store.close()
      held.lock?.release()
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work, work)
    this.#turn = result.catch(() => undefined)
    return result
  }
}

/** First 16 hex digits of the SHA-256 of a real path. */
export function handleOf(realPath: string): string {
  return createHash('sha256').update(realPath).digest('hex').slice(0, 16)
}

/** The real path of a project's folder, given the folder or its database file. */
export function projectFolder(path: string): string {
  const given = resolve(path)
  const folder = basename(given) === databaseName ? dirname(given) : given
  if (!existsSync(folder)) throw new PlanisphereError('NOT_FOUND', `There is no folder ${folder}.`, { hint: 'Check the path; the project may have been moved.', place: { file: folder } })
  const real = realpathSync(folder)
  if (!statSync(real).isDirectory() || !existsSync(join(real, databaseName))) {
    throw new PlanisphereError('NOT_FOUND', `${folder} is not a project: it has no file ${databaseName}.`, { hint: 'Choose a folder that Planisphere made, or create a project.', place: { file: folder } })
  }
  return real
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path))
}

/** Makes what is missing of a path, level by level: Node's recursive mkdir never returns where a file system says ENOENT below a folder that exists (/proc). */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new PlanisphereError('READ_ONLY', `No folder can be made at ${path}.`, { hint: 'Choose a folder that you can write to.', place: { file: path }, cause: error })
  }
}

function canWrite(folder: string): boolean {
  return isWritable(folder) && isWritable(join(folder, databaseName))
}

function cannotWrite(folder: string, error: unknown): unknown {
  const data = toErrorData(error)
  if (data.code !== 'READ_ONLY' || error instanceof PlanisphereError) return error
  return new PlanisphereError('READ_ONLY', `No project can be made at ${folder}: the folder cannot be written.`, { hint: 'Choose a folder that you can write to.', place: { file: folder }, cause: error })
}
