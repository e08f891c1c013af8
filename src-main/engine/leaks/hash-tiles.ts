import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { inGroups, orderedLookahead } from '../inference/ordered-lookahead.ts'
import type { JobContext } from '../jobs/job-queue.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { ImageRow } from '../store/repositories/encoders.ts'
import { VectorFile } from '../store/vector-file.ts'
import { CallThread } from '../threads/call-thread.ts'
import { hashNumbers } from './perceptual-hash.ts'

export interface HashRequest {
  readonly files: readonly string[]
}

/** `rows`: for each file its numbers and whether it has any (1), 0 where it is too even. `problems`: why a file could not be read. */
export interface HashAnswer {
  readonly rows: Float32Array
  readonly problems: readonly (string | null)[]
}

/** What the hashes were made by: another way of hashing starts a new file. */
const version = 'perceptual-hash-1'
const pageRows = 2000
const groupRows = 16
const flushEveryMs = 1000

export function hashesFile(project: OpenProject): string {
  return join(project.path, 'leaks', 'hashes.vec')
}

/** Hashes the satellite views that have no hash yet, in threads; a picture that cannot be read is a problem of the job, which goes on. */
export async function hashTiles({ project, signal, progress, problem }: JobContext): Promise<void> {
  const file = openHashes(hashesFile(project))
  const threads = Array.from({ length: Math.min(16, availableParallelism()) }, () => new CallThread<HashRequest>({ start: () => new Worker(new URL('./hash-worker.ts', import.meta.url)), end: (worker) => worker.terminate(), doing: 'Hashing', hint: 'Try again.' }))
  let [next, lastFlush, failed] = [0, performance.now(), 0]
  try {
    const { total } = await project.store.read('signatures.totals', {})
    const groups = inGroups(withoutHash(project, file, signal), () => groupRows)
    const hashed = orderedLookahead(groups, 2 * threads.length, async (rows) => ({ rows, answer: (await (threads[next++ % threads.length] as CallThread<HashRequest>).call({ files: rows.map((row) => row.file) }, { signal })) as HashAnswer }))
    for await (const { rows, answer } of hashed) {
      const good = rows.map((_, i) => i).filter((i) => answer.problems[i] === null)
      const width = hashNumbers + 1
      const numbers = new Float32Array(good.length * width)
      good.forEach((i, at) => numbers.set(answer.rows.subarray(i * width, (i + 1) * width), at * width))
      file.writeRows(Int32Array.from(good, (i) => (rows[i] as ImageRow).id), numbers)
      answer.problems.forEach((message, i) => {
        if (message === null) return
        failed++
        problem({ file: (rows[i] as ImageRow).file, line: null, code: 'BAD_IMAGE', message })
      })
      if (performance.now() - lastFlush > flushEveryMs) {
        await file.flush()
        lastFlush = performance.now()
      }
      progress({ phase: 'reading the tiles', done: file.count + failed, total: Math.max(total, file.count + failed) })
      signal.throwIfAborted()
    }
  } finally {
    try {
      await Promise.all(threads.map((thread) => thread.close()))
      await file.flush()
    } finally {
      file.close()
    }
  }
}

function openHashes(path: string): VectorFile {
  const open = (): VectorFile => VectorFile.openForWriting(path, { dimensions: hashNumbers + 1, encoderHash: version })
  try {
    return open()
  } catch (thrown) {
    if (!(thrown instanceof PlanisphereError) || (thrown.code !== 'CONFLICT' && thrown.code !== 'PROJECT_DAMAGED')) throw thrown
    VectorFile.remove(path)
    return open()
  }
}

async function* withoutHash(project: OpenProject, file: VectorFile, signal: AbortSignal): AsyncGenerator<ImageRow> {
  let after = 0
  for (;;) {
    signal.throwIfAborted()
    const rows: ImageRow[] = await project.store.read('signatures.viewsAfter', { after, limit: pageRows })
    for (const row of rows) if (!file.has(row.id)) yield row
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}
