import { readDiagnosis } from '../evaluation/diagnosis/kept-diagnosis.ts'
import { findRuns } from './analysis-service.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type DiagnosisMethods = 'diagnosis.get' | 'diagnosis.start'

/** Why a run answers as it does: hubs, scores, confidence, embeddings. */
export function diagnosisHandlers(engine: EngineContext): Pick<Handlers, DiagnosisMethods> {
  return {
    async 'diagnosis.get'({ project: handle, run }) {
      const project = engine.project(handle)
      const [found] = await findRuns(project, [run])
      const diagnosis = await readDiagnosis(project, run)
      if (!diagnosis || !found) return null
      const of = found.protocol.galleryKind === 'captions' ? 'captions' : 'views'
      const ids = Int32Array.from(new Set(diagnosis.hubness.flatMap(({ hubs }) => hubs.map(({ document }) => document))))
      const labels = await project.store.read('runs.queryLabels', { of, queries: ids })
      const documents = labels.flatMap((label, i) =>
        label === null
          ? []
          : [{ document: ids[i] as number, uid: label.queryUid, text: of === 'captions' ? label.label : null, view: label.view, place: label.placeUid, region: label.region, lat: label.lat, lon: label.lon }]
      )
      return { diagnosis, documents }
    },

    async 'diagnosis.start'({ project: handle, run }) {
      const project = engine.project(handle)
      await findRuns(project, [run])
      return { job: (await engine.jobs.start(project, 'diagnose', { run })).id }
    }
  }
}
