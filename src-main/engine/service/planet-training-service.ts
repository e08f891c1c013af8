import { TrainOptions } from '#shared/domain/planet.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { encoderFolder } from '../inference/encoder-path.ts'
import { readCurve } from '../planet/training/curve-file.ts'
import { cardOfEncoder, refuseTakenName } from '../planet/training/train-job.ts'
import { trainingFolder } from '../planet/training/training-folder.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

/** Training encoders: started, watched, and what is known of one that was trained. */
export function planetTrainingHandlers(engine: EngineContext): Pick<Handlers, 'planet.train' | 'planet.curve' | 'planet.card'> {
  return {
    async 'planet.train'({ project: handle, options }) {
      const project = engine.project(handle)
      await refuseTakenName(project, options)
      const job = await engine.jobs.start(project, 'train', options)
      return { job: job.id }
    },

    async 'planet.curve'({ project: handle, job: id, after }) {
      const project = engine.project(handle)
      const job = await engine.jobs.get(project, id)
      if (job.kind !== 'train') throw new PlanisphereError('INVALID_INPUT', `${job.title} is no training.`, { hint: 'Ask for the curve of a job of the kind train.' })
      const points = await readCurve(trainingFolder(project, id).curve)
      return { points: points.slice(after), steps: TrainOptions.parse(job.params).steps }
    },

    async 'planet.card'({ project: handle, encoder: name }) {
      const encoder = await engine.project(handle).store.read('encoders.get', { name })
      if (!encoder) throw new PlanisphereError('NOT_FOUND', `The project has no encoder ${name}.`, { hint: 'List its encoders.' })
      return cardOfEncoder(encoderFolder(encoder.path, engine.resources), name)
    }
  }
}
