import { rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { PackageFacts } from '#shared/contracts/packages.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { ExportTarget } from '../exporting/export-target.ts'
import type { OpenHost } from '../packages/open-package.ts'
import { readWorkManifest } from '../packages/open-package.ts'
import type { OpenedPackage, WorkManifest } from '../packages/package-format.ts'
import { PackageReader } from '../packages/package-reader.ts'
import { openedPackage } from '../packages/write-answers.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type PackageMethods = Extract<keyof Handlers, `packages.${string}`> | 'team.inbox'

/** Work packages: a queue with its images leaves, and the answers come home. */
export function packagesHandlers(engine: EngineContext): Pick<Handlers, PackageMethods> {
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

/** Removes the project of a package that could not be opened, once its job has ended. One that was paused stays. */
export function unpackHost(engine: EngineContext): OpenHost {
  const clear = async (project: Parameters<OpenHost['failing']>[0], id: string): Promise<void> => {
    let job = await engine.jobs.get(project, id)
    while (job.state === 'running') {
      await delay(20)
      job = await engine.jobs.get(project, id)
    }
    if (job.state !== 'failed' && job.state !== 'cancelled') return
    await engine.openProjects.close(project.handle)
    await rm(project.path, { recursive: true, force: true })
  }
  return {
    failing(project, id) {
      clear(project, id).catch((error: unknown) => {
        // The engine is being closed: the next opening finds the job interrupted.
        if (error instanceof PlanisphereError && error.code === 'NOT_FOUND') return
        engine.emit({ type: 'notice', project: project.handle, level: 'warning', message: `${project.path} could not be removed.`, hint: 'Remove the folder yourself: it holds a work package that could not be opened.' })
      })
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
