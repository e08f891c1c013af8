import { join } from 'node:path'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { inGroups, orderedLookahead } from '../../inference/ordered-lookahead.ts'
import type { JobContext, JobRunner } from '../../jobs/job-queue.ts'
import type { OpenProject } from '../../store/open-project.ts'
import type { ImageFinding, ImageRow } from '../../store/repositories/encoders.ts'
import { VectorFile } from '../../store/vector-file.ts'
import { MiningPool } from './mining-pool.ts'
import type { MeasuredGroup } from './signature-protocol.ts'
import { defaultSpec, hashSpec, signatureLayout, type SignatureSpec } from './signature-spec.ts'

/** What mining needs of a job: it also runs as the first part of training and of scoring. */
export type MineContext = Pick<JobContext, 'project' | 'signal' | 'progress' | 'problem' | 'emit'>

export interface MiningResult extends Record<string, unknown> {
  /** Hash of the spec. */
  readonly spec: string
  readonly mined: number
  readonly failed: number
  readonly perSecond: number
}

const pageRows = 2000
const groupRows = 16
/** Rows become durable at least this often: what a crash can cost. */
const flushEveryMs = 1000
const findingsAtOnce = 200

/** Measures colour, structure and texture of the satellite views that have no signature yet. */
export function mineRunner(): JobRunner<Record<string, unknown>, never> {
  return { kind: 'mine', title: () => 'measure colour, structure and texture', run: (context) => mineSignatures(context) }
}

/** Where the signatures of a project's views are. */
export function signaturesFile(project: Pick<OpenProject, 'folders'>): string {
  return join(project.folders.planet, 'signatures.vec')
}

/** `mineSignatures` as a part of another job; resolves with the hash of the spec. */
export async function minedSpec(context: MineContext): Promise<string> {
  return (await mineSignatures(context)).spec
}

/**
 * Physical Signature Mining: threads decode and measure, this loop only writes. A broken picture is recorded against its
 * view and the job goes on. Needs no checkpoint: the vector file itself says which rows are there, and a row's bytes
 * depend on its picture alone, so that an interrupted job ends with the same file as one that was not.
 */
export async function mineSignatures(context: MineContext, spec: SignatureSpec = defaultSpec): Promise<MiningResult> {
  const { project, signal } = context
  const { store } = project
  const { length } = signatureLayout(spec)
  const hash = hashSpec(spec)
  const file = openForMining(signaturesFile(project), length, hash)
  const pool = new MiningPool(spec)
  const started = performance.now()
  let [mined, failed, lastFlush] = [0, 0, started]
  let findings: ImageFinding[] = []
  const record = async (): Promise<void> => {
    const batch = findings
    findings = []
    if (batch.length) await store.write('encoders.recordImages', { findings: batch })
  }
  const take = (rows: readonly ImageRow[], { numbers, found }: MeasuredGroup): void => {
    const good: number[] = []
    rows.forEach((row, i) => {
      const one = found[i]
      if (!one || 'error' in one) {
        failed++
        const message = one?.error.message ?? 'It was not measured.'
        context.problem({ file: row.file, line: null, code: one?.error.code ?? 'INTERNAL', message })
        if (row.problem !== message) findings.push({ id: row.id, width: null, height: null, problem: message })
        return
      }
      good.push(i)
      if (row.width !== one.width || row.height !== one.height || row.problem !== null) findings.push({ id: row.id, ...one, problem: null })
    })
    const whole = new Float32Array(good.length * length)
    good.forEach((i, at) => whole.set(numbers.subarray(i * length, (i + 1) * length), at * length))
    file.writeRows(Int32Array.from(good, (i) => (rows[i] as ImageRow).id), whole)
    mined += good.length
  }
  try {
    const { total } = await store.read('signatures.totals', {})
    const progress = (): void => context.progress({ phase: 'Signatures', done: file.count + failed, total: Math.max(total, file.count + failed) })
    progress()
    const groups = inGroups(withoutSignature(context, file), () => groupRows)
    const measured = orderedLookahead(groups, pool.width, async (rows) => ({ rows, group: await pool.measure(rows.map((row) => row.file)) }))
    for await (const { rows, group } of measured) {
      take(rows, group)
      if (findings.length >= findingsAtOnce) await record()
      if (performance.now() - lastFlush > flushEveryMs) {
        await file.flush()
        lastFlush = performance.now()
      }
      progress()
      signal.throwIfAborted()
    }
  } finally {
    try {
      await pool.close()
      await file.flush()
      await record()
    } finally {
      file.close()
    }
    if (mined + failed > 0) context.emit({ type: 'changed', project: project.handle, what: ['encoders', 'views'] })
  }
  const seconds = Math.max(1e-3, (performance.now() - started) / 1000)
  return { spec: hash, mined, failed, perSecond: Math.round((mined / seconds) * 10) / 10 }
}

/** Signatures by another spec, or a file that is none, make room: all of it can be measured again. */
function openForMining(path: string, dimensions: number, encoderHash: string): VectorFile {
  const open = (): VectorFile => VectorFile.openForWriting(path, { dimensions, encoderHash })
  try {
    return open()
  } catch (thrown) {
    if (!(thrown instanceof PlanisphereError) || (thrown.code !== 'CONFLICT' && thrown.code !== 'PROJECT_DAMAGED')) throw thrown
    VectorFile.remove(path)
    return open()
  }
}

/** Pages of satellite views by id, without those that have a signature. */
async function* withoutSignature({ project, signal }: MineContext, file: VectorFile): AsyncGenerator<ImageRow> {
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
