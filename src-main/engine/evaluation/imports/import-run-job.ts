import { basename } from 'node:path'
import { RunImport } from '#shared/contracts/run-imports.ts'
import type { JobRunner } from '../../jobs/job-queue.ts'
import { importMatrix } from './import-matrix.ts'
import { importTrec } from './import-trec.ts'
import { ImportThread } from './import-thread.ts'
import { importVectors } from './import-vectors.ts'
import type { ImportCheckpoint, ImportContext } from './kept-import.ts'

/** Brings in what other systems computed: a ranking of each query, a similarity matrix, or embeddings. Stopped, it begins anew when it is resumed. */
export function importRunRunner(version: string): JobRunner<Record<string, unknown>, ImportCheckpoint> {
  return {
    kind: 'import-run',
    title: (params) => {
      const { source } = RunImport.parse(params)
      const files = source.kind === 'vectors' ? [source.text?.file, source.image?.file] : [source.file]
      return `import ${files.flatMap((file) => (file === undefined ? [] : basename(file))).join(' and ')}`
    },
    async run(context) {
      const thread = new ImportThread(context.signal)
      try {
        const { notices, changed, ...result } = await work(context, thread, version)
        for (const message of notices) context.emit({ type: 'notice', project: context.project.handle, level: 'warning', message })
        context.emit({ type: 'changed', project: context.project.handle, what: [changed] })
        return { ...result, notices }
      } finally {
        await thread.close()
      }
    }
  }
}

async function work(context: ImportContext, thread: ImportThread, version: string): Promise<Record<string, unknown> & { notices: string[]; changed: 'runs' | 'encoders' }> {
  const { source, name, split } = RunImport.parse(context.params)
  switch (source.kind) {
    case 'trec': {
      const { run, notices } = await importTrec(context, thread, { file: source.file, qrels: source.qrels ?? null, name, split, version })
      return { ...run, notices, changed: 'runs' }
    }
    case 'matrix': {
      const { run, notices } = await importMatrix(context, thread, { file: source.file, queryIds: source.queryIds ?? null, galleryIds: source.galleryIds ?? null, queries: source.queries, split, name, version })
      return { ...run, notices, changed: 'runs' }
    }
    case 'vectors': {
      const [text, image] = [source.text, source.image].map((side) => (side === undefined ? null : { ...side, ids: side.ids ?? null }))
      return { ...(await importVectors(context, thread, { text: text ?? null, image: image ?? null, split, name })), changed: 'encoders' }
    }
  }
}
