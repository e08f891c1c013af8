import type { OpenProject } from '../store/open-project.ts'
import type { ImportBatch, ImportCounts } from '../store/repositories/import-rows.ts'
import type { BatchSink } from './batch-sink.ts'
import { OccurrenceCounter } from './occurrence-counter.ts'

/** Counts what an import would add, without writing. */
export class DryRunCounter implements BatchSink {
  readonly counts: ImportCounts = { places: 0, views: 0, captions: 0, skipped: 0 }
  readonly batchSize = 500
  readonly #project: OpenProject
  readonly #places = new OccurrenceCounter()
  readonly #views = new OccurrenceCounter()

  constructor(project: OpenProject) {
    this.#project = project
  }

  async put(batch: ImportBatch): Promise<void> {
    const known = await this.#project.store.read('importing.probe', { batch })
    batch.rows.forEach((row, index) => {
      const there = known[index] ?? { place: false, view: false, captions: 0 }
      const image = row.root < 0 ? null : `${batch.roots[row.root] ?? ''}/${row.path}`
      const newPlace = this.#places.next(row.place !== null ? `p${row.place}` : image !== null ? `i${image}` : `r${row.name}`) === 0 && !there.place
      const newView = image !== null && this.#views.next(image) === 0 && !there.view
      this.counts.places += newPlace ? 1 : 0
      this.counts.views += newView ? 1 : 0
      this.counts.captions += there.captions
      if (!newPlace && !newView && there.captions === 0) this.counts.skipped += 1
    })
  }

  async settle(): Promise<void> {}
}
