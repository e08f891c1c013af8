import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type * as z from 'zod'
import type { planetMethods } from '#shared/contracts/planet.ts'
import { AblationReport } from '#shared/domain/planet.ts'
import { toErrorData } from '#shared/errors/planisphere-error.ts'
import { encoderFolder } from '../inference/encoder-path.ts'
import type { SignatureReader } from '../planet/signatures/signature-reader.ts'
import { readCard } from '../planet/training/model-card.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'
import { agreementStateOf } from './planet-agreement-service.ts'

type State = z.infer<(typeof planetMethods)['planet.state']['output']>

/** Where a project stands with PLANET: each part is told by whoever makes it. */
export function planetHandlers(engine: EngineContext, signatures: SignatureReader): Pick<Handlers, 'planet.state'> {
  return {
    async 'planet.state'({ project: handle }) {
      const project = engine.project(handle)
      const [mining, agreement, models, ablations, data] = await Promise.all([
        signatures.state(project),
        agreementStateOf(project),
        trainedEncoders(project, engine.resources),
        ablationsOf(project),
        project.store.read('planetData.state', {})
      ])
      return { mining, agreement, models, ablations, data }
    }
  }
}

/** Encoders of the project that have a model card, newest first. One whose card is damaged is left out; its card says so when it is asked for. */
async function trainedEncoders(project: OpenProject, resources: string): Promise<State['models']> {
  const encoders = await project.store.read('encoders.list', {})
  const models = await Promise.all(
    encoders.map(async ({ name, path }) => {
      const card = await readCard(encoderFolder(path, resources)).catch((thrown: unknown) => {
        if (toErrorData(thrown).code === 'PROJECT_DAMAGED') return null
        throw thrown
      })
      return card && { encoder: name, createdAt: card.createdAt, lambda: card.lambda, base: card.options.base, test: card.test }
    })
  )
  return models.filter((model) => model !== null).sort((a, b) => b.createdAt - a.createdAt)
}

/** Reports in `planet/ablations`, newest first; a file that is none, or of another version, is left out. */
async function ablationsOf(project: OpenProject): Promise<State['ablations']> {
  const folder = join(project.folders.planet, 'ablations')
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'))
  const reports = await Promise.all(
    names.map(async (name) => {
      try {
        const { createdAt, options } = AblationReport.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))
        return { job: basename(name, '.json'), createdAt, variants: options.variants.length, seeds: options.seeds.length }
      } catch {
        return null
      }
    })
  )
  return reports.filter((report) => report !== null).sort((a, b) => b.createdAt - a.createdAt)
}
