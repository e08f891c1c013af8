import type { ProjectInfo } from '#shared/contracts/projects.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { schemaVersion } from '../store/migrations/index.ts'
import type { OpenProject } from '../store/open-project.ts'
import { checkProject } from '../store/project-doctor.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type ProjectMethods = 'projects.create' | 'projects.open' | 'projects.close' | 'projects.info' | 'projects.doctor' | 'projects.relink'

/** Projects as a whole: made, opened, closed, checked. */
export function projectsHandlers(engine: EngineContext): Pick<Handlers, ProjectMethods> {
  return {
    async 'projects.create'({ path }) {
      return describe(await engine.openProjects.open(path, { readOnly: false, create: true }))
    },

    async 'projects.open'({ path, readOnly, resume }) {
      const project = await engine.openProjects.open(path, { readOnly })
      if (resume) await engine.jobs.resumeInterrupted(project)
      return describe(project)
    },

    async 'projects.close'({ project }) {
      await engine.openProjects.close(project)
      return {}
    },

    async 'projects.info'({ project }) {
      return describe(engine.project(project))
    },

    async 'projects.doctor'({ path }) {
      const items = await checkProject(path)
      return { ok: items.every((item) => item.ok), items }
    },

    async 'projects.relink'({ project: handle, root, path }) {
      const project = engine.project(handle)
      const views = await project.store.write('projects.relink', { root, path }, { priority: 'person' })
      if (views === null) throw new PlanisphereError('NOT_FOUND', `No images of this project lie under ${root}.`, { hint: 'The doctor lists the folders of images.' })
      project.dataVersion++
      engine.emit({ type: 'changed', project: handle, what: ['views'] })
      return { views }
    }
  }
}

async function describe(project: OpenProject): Promise<ProjectInfo> {
  const [counts, names] = await Promise.all([project.store.read('meta.counts', {}), project.store.read('projects.names', {})])
  return {
    project: project.handle,
    name: project.name,
    path: project.path,
    schema: schemaVersion,
    createdAt: project.createdAt,
    ...counts,
    ...names,
    readOnly: project.readOnly
  }
}
