import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { finder } from '../planet/ablation/ablate-job.ts'
import { AblationFolder } from '../planet/ablation/ablation-folder.ts'
import { ablationReport } from '../planet/ablation/ablation-report.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

/** Ablations: started, and what they found, also while they run. */
export function planetAblationHandlers(engine: EngineContext): Pick<Handlers, 'planet.ablate' | 'planet.ablation'> {
  return {
    async 'planet.ablate'({ project: handle, options }) {
      if (options.variants.some((variant) => variant !== 'contrastive') && !options.lambda.some((lambda) => lambda > 0)) {
        throw new PlanisphereError('INVALID_INPUT', 'Every lambda is zero, so the variants would all be the same.', { hint: 'Give a lambda above zero; the variant contrastive is the one without.' })
      }
      if (options.where !== undefined && options.levels.includes('continents')) {
        throw new PlanisphereError('INVALID_INPUT', 'A filter chooses captions of the split train, but with a continent held out places of all splits are trained on.', { hint: 'Ablate at world level with the filter, or leave the filter out.' })
      }
      const job = await engine.jobs.start(engine.project(handle), 'ablate', options)
      return { job: job.id }
    },

    async 'planet.ablation'({ project: handle, job }) {
      const project = engine.project(handle)
      if (!/^[\w-]+$/.test(job)) throw new PlanisphereError('NOT_FOUND', `There is no ablation ${job}.`, { hint: 'List the project’s ablations.' })
      const folder = new AblationFolder(project, job)
      const done = await folder.report()
      if (done) return done
      const plan = await folder.plan()
      if (!plan) throw new PlanisphereError('NOT_FOUND', `The ablation ${job} has no result yet.`, { hint: 'It reads captions and tiles first; ask again when it trains.' })
      return ablationReport(plan, finder(plan.divisions, plan.options, await folder.results()), (Date.now() - plan.createdAt) / 1000)
    }
  }
}
