import { rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { EngineEvent } from '#shared/contracts/events.ts'
import type { PackageFacts } from '#shared/contracts/packages.ts'
import { ExportTarget } from '../exporting/export-target.ts'
import { readWorkManifest } from '../packages/open-package.ts'
import type { OpenedPackage, WorkManifest } from '../packages/package-format.ts'
import { PackageReader } from '../packages/package-reader.ts'
import { openedPackage } from '../packages/write-answers.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type PackageMethods = Extract<keyof Handlers, `packages.${string}`> | 'team.inbox'

/** Work packages: a queue with its images leaves, and the answers come home. */
export function packagesHandlers(engine: EngineContext, unpacking: Unpacking): Pick<Handlers, PackageMethods> {
  return {
    async 'packages.make'({ project, out, ...wanted }) {
      const open = engine.project(project)
      await askTarget(out)
      const job = await engine.jobs.start(open, 'package', { action: 'make', out: resolve(out), ...wanted })
      return { job: job.id }
    },

    async 'packages.look'({ path }, call) {
      const manifest = await readWorkManifest(path, call.signal)
      return { ...factsOf(manifest), captions: manifest.captions, bytes: (await stat(path)).size }
    },

    async 'packages.open'({ path, out }, call) {
      // Asked before anything is made, so that a wrong file is an answer and not a failed job.
      await readWorkManifest(path, call.signal)
      const project = await engine.openProjects.open(out, { readOnly: false, create: true })
      const job = await engine.jobs.start(project, 'unpack', { path: resolve(path) })
      unpacking.follow(job.id, project.path)
      return { project: project.handle, job: job.id }
    },

    async 'packages.opened'({ project: handle }) {
      const project = engine.project(handle)
      const opened = await openedPackage(project)
      if (opened === null) return null
      const { baseEvent, baseCaption } = opened
      const { events, captions, drafts } = await project.store.read('workPackages.done', { baseEvent, baseCaption })
      return { ...factsOf(opened), events, captions, drafts }
    },

    async 'packages.answers'({ project, out }) {
      const open = engine.project(project)
      await askTarget(out)
      const job = await engine.jobs.start(open, 'package', { action: 'answers', out: resolve(out) })
      return { job: job.id }
    },

    async 'packages.merge'({ project, path, force }, call) {
      const open = engine.project(project)
      const reader = await PackageReader.open(path, call.signal)
      await reader.close()
      const job = await engine.jobs.start(open, 'merge', { path: resolve(path), force })
      return { job: job.id }
    },

    async 'packages.merges'({ project, limit }) {
      return engine.project(project).store.read('merging.list', { limit })
    },

    async 'team.inbox'({ project, annotator, start, count }) {
      return engine.project(project).store.read('inbox.page', { annotator, start, count })
    }
  }
}

/** Removes what is left of packages that could not be opened. */
export interface Unpacking {
  /** From now on the project is removed if the job fails or is cancelled. One that is paused, or that a dead engine left, stays. */
  follow(job: string, path: string): void
  hear(event: EngineEvent): void
  /** Resolves when nothing is left to remove. */
  settled(): Promise<void>
}

export function followUnpacking(engine: Pick<EngineContext, 'openProjects' | 'emit'>): Unpacking {
  const followed = new Map<string, string>()
  /** Jobs that ended before they were followed: a wrong file is found at once. */
  const early = new Map<string, EngineEvent & { type: 'job' }>()
  const removing = new Set<Promise<void>>()

  function end({ project, job }: EngineEvent & { type: 'job' }, path: string): void {
    followed.delete(job.id)
    if (job.state === 'done') return
    const removal = engine.openProjects
      .close(project)
      .then(() => rm(path, { recursive: true, force: true }))
      .catch(() => engine.emit({ type: 'notice', project, level: 'warning', message: `${path} could not be removed.`, hint: 'Remove the folder yourself: it holds a work package that could not be opened.' }))
      .finally(() => removing.delete(removal))
    removing.add(removal)
  }

  return {
    follow(job, path) {
      const ended = early.get(job)
      early.clear()
      if (ended) end(ended, path)
      else followed.set(job, path)
    },
    hear(event) {
      if (event.type !== 'job' || event.job.kind !== 'unpack' || !['done', 'failed', 'cancelled'].includes(event.job.state)) return
      const path = followed.get(event.job.id)
      if (path === undefined) early.set(event.job.id, event)
      else end(event, path)
    },
    async settled() {
      await Promise.all(removing)
    }
  }
}

/** Asked before the job, so that a wrong target is an answer and not a failed job. */
async function askTarget(out: string): Promise<void> {
  const target = await ExportTarget.open(out, false, 'asking')
  await target.discard()
}

function factsOf({ package: uuid, name, project, madeAt, madeBy, recipient, blind }: WorkManifest | OpenedPackage): PackageFacts {
  return { package: uuid, name, from: project.name, madeAt, madeBy, recipient, blind }
}
