import { existsSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { EncoderCheck, EncoderInfo, EncoderSideInfo } from '#shared/domain/encoder.ts'
import type { Job } from '#shared/domain/job.ts'
import { encoderSides } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { descriptorFile } from '../evaluation/descriptor-cache.ts'
import { checkEncoder, encoderReport } from '../inference/check-encoder.ts'
import { encoderFolder, encoderPath, storedEncoderPath } from '../inference/encoder-path.ts'
import { hashEncoder } from '../inference/encoder-hash.ts'
import { StoredSpec } from '../inference/encoder-spec.ts'
import { machineProviders } from '../inference/providers.ts'
import { refuseVectorsOnly } from '../inference/vectors-only.ts'
import { recogniseEncoder } from '../inference/recognise-encoder.ts'
import { TokenizerThread } from '../inference/tokenizer-thread.ts'
import { tokenFile } from '../planet/data/token-features.ts'
import { cardName } from '../planet/training/model-card.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { EncoderRow } from '../store/repositories/encoders.ts'
import { VectorFile, vectorPath } from '../store/vector-file.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type EncoderMethods = 'engine.providers' | 'encoders.list' | 'encoders.add' | 'encoders.check' | 'encoders.remove' | 'encoders.tokens' | 'encoders.embed'

/** Encoders of a project: adding, checking, embedding; and the execution providers of this machine. */
export function encodersHandlers(engine: EngineContext): Pick<Handlers, EncoderMethods> {
  const counts = new VectorCounts()
  const tokenizers = new TokenizerThread()

  const find = async (project: OpenProject, name: string): Promise<EncoderRow> => {
    const encoder = await project.store.read('encoders.get', { name })
    if (encoder) return encoder
    throw new PlanisphereError('NOT_FOUND', `The project has no encoder ${name}.`, { hint: 'List its encoders, or add this one.' })
  }
  const info = (project: OpenProject, encoder: EncoderRow, totals: { text: number; image: number }): EncoderInfo => {
    const { spec, checked } = StoredSpec.parse(JSON.parse(encoder.spec))
    const sides = encoderSides.flatMap((side): EncoderSideInfo[] => {
      const found = checked[side]
      if (!found) return []
      const embedded = Math.min(totals[side], counts.of(vectorPath(project.folders.vectors, encoder.name, side), encoder.hash))
      return [
        {
          side,
          file: (spec[side] ?? spec.vectors?.[side])?.file ?? '',
          ...found,
          maxTokens: side === 'text' ? (spec.text?.length ?? null) : null,
          imageSize: side === 'image' ? (spec.image?.size ?? null) : null,
          embedded,
          total: totals[side]
        }
      ]
    })
    const { name, layout, hash, dimensions, addedAt, provider } = encoder
    return { name, path: encoderPath(encoder.path, engine.resources), layout, hash, dimensions, sides, addedAt, reranks: spec.planet !== undefined, provider }
  }

  return {
    'engine.providers': ({ again }) => machineProviders(again),

    async 'encoders.list'({ project: handle }) {
      const project = engine.project(handle)
      const totals = await project.store.read('encoders.totals', {})
      return (await project.store.read('encoders.list', {})).map((encoder) => info(project, encoder, totals))
    },

    async 'encoders.add'({ project: handle, path, name }, { signal }) {
      const project = engine.project(handle)
      if (await project.store.read('encoders.get', { name })) throw taken(name)
      const files = await recogniseEncoder(encoderPath(path, engine.resources))
      const checked = await checkEncoder(files)
      const hash = await hashEncoder(files.folder, files.files, signal)
      // Vectors that an encoder of this name left behind belong to other files.
      for (const side of encoderSides) removeStale(vectorPath(project.folders.vectors, name, side), hash)
      const stored = storedEncoderPath(encoderPath(path, engine.resources), engine.resources)
      const row = { name, path: stored, hash, layout: files.layout, dimensions: checked.dimensions, spec: JSON.stringify(checked.stored), addedAt: Date.now() }
      if (!(await project.store.write('encoders.add', row, { priority: 'person' }))) throw taken(name)
      engine.emit({ type: 'changed', project: handle, what: ['encoders'] })
      return info(project, { ...row, provider: null }, await project.store.read('encoders.totals', {}))
    },

    async 'encoders.check'({ project: handle, name }, { signal }) {
      const project = engine.project(handle)
      const encoder = await find(project, name)
      if (encoder.layout === 'vectors') return encoderReport(() => Promise.resolve(checkVectors(project, encoder)))
      return encoderReport(async () => {
        const files = await recogniseEncoder(encoderPath(encoder.path, engine.resources))
        const hash = await hashEncoder(files.folder, files.files, signal)
        const same = hash === encoder.hash
        const { items } = await checkEncoder(files)
        return [...items, { what: 'unchanged', ok: same, detail: same ? hash : 'The files are not those that were added: its vectors and runs are of another version. Remove it and add it again.' }]
      })
    },

    async 'encoders.remove'({ project: handle, name }) {
      const project = engine.project(handle)
      const { path, hash } = await find(project, name)
      const open = (await engine.jobs.list(project, 100)).filter(({ state }) => state === 'running' || state === 'queued')
      const used = await Promise.all(open.map((job) => uses(project, job, name)))
      const busy = open[used.indexOf(true)]
      if (busy) throw new PlanisphereError('CONFLICT', busy.kind === 'embed' ? `${name} is being embedded.` : `${busy.title} is at work with ${name}.`, { hint: 'Cancel that job first.' })
      await project.store.write('encoders.remove', { name }, { priority: 'person' })
      for (const side of encoderSides) VectorFile.remove(vectorPath(project.folders.vectors, name, side))
      VectorFile.remove(descriptorFile(project, hash))
      await rm(tokenFile(project, hash), { force: true })
      await removeTrained(project, path)
      engine.emit({ type: 'changed', project: handle, what: ['encoders'] })
      return {}
    },

    async 'encoders.tokens'({ project: handle, name, text }) {
      const encoder = await find(engine.project(handle), name)
      const { spec } = StoredSpec.parse(JSON.parse(encoder.spec))
      refuseVectorsOnly(name, spec)
      if (!spec.text) throw new PlanisphereError('UNSUPPORTED', `${name} has no text side.`, { hint: 'Choose an encoder with a text side.' })
      return tokenizers.count(encoder, encoderFolder(encoder.path, engine.resources), spec.text, text)
    },

    async 'encoders.embed'({ project: handle, name, side, provider }) {
      const project = engine.project(handle)
      refuseVectorsOnly(name, StoredSpec.parse(JSON.parse((await find(project, name)).spec)).spec)
      const job = await engine.jobs.start(project, 'embed', { name, side, ...(provider === undefined ? {} : { provider }) })
      return { job: job.id }
    }
  }
}

/** Whether a job reads an encoder's files or vectors. */
async function uses(project: OpenProject, { kind, params }: Job, name: string): Promise<boolean> {
  if (kind === 'embed' || kind === 'train' || kind === 'ablate' || kind === 'score') return [params['name'], params['base'], params['compareWith']].includes(name)
  if (kind === 'evaluate' || kind === 'project') return params['encoder'] === name
  if (kind === 'leaks') return (params['options'] as { encoder?: unknown } | undefined)?.encoder === name
  if ((kind === 'verify' || kind === 'diagnose') && typeof params['run'] === 'string') return (await project.store.read('runs.get', { run: params['run'] }))?.protocol.encoder === name
  return false
}

/** Imported vectors have no model to try: whether their files are here and theirs. */
function checkVectors(project: OpenProject, { name, hash, spec }: EncoderRow): EncoderCheck['items'] {
  const { checked } = StoredSpec.parse(JSON.parse(spec))
  return encoderSides.flatMap((side) => {
    if (!checked[side]) return []
    const vectors = VectorFile.open(vectorPath(project.folders.vectors, name, side), { encoderHash: hash })
    const { count } = vectors
    vectors.close()
    return [{ what: side, ok: count > 0, detail: `${count} imported vectors of ${vectors.dimensions} numbers; there is no model that could make more` }]
  })
}

/** What was trained in a project is gone with its encoder: nothing else refers to that folder. Folders of others stay, whatever path a project from a stranger holds. */
async function removeTrained(project: OpenProject, path: string): Promise<void> {
  if (resolve(path) === path && dirname(path) === project.folders.encoders && existsSync(join(path, cardName))) await rm(path, { recursive: true, force: true })
}

function taken(name: string): PlanisphereError {
  return new PlanisphereError('ALREADY_EXISTS', `The project has an encoder ${name} already.`, { hint: 'Choose another name, or remove that one first.' })
}

function removeStale(file: string, hash: string): void {
  try {
    VectorFile.open(file, { encoderHash: hash }).close()
  } catch (thrown) {
    if (thrown instanceof PlanisphereError && (thrown.code === 'CONFLICT' || thrown.code === 'PROJECT_DAMAGED')) VectorFile.remove(file)
  }
}

/** Rows in vector files, counted anew only when a file changed. */
class VectorCounts {
  readonly #known = new Map<string, { stamp: string; count: number }>()

  of(file: string, encoderHash: string): number {
    const status = statSync(file, { throwIfNoEntry: false })
    if (!status) return 0
    const stamp = `${status.ino} ${status.size} ${status.mtimeMs} ${encoderHash}`
    const known = this.#known.get(file)
    if (known?.stamp === stamp) return known.count
    let count = 0
    try {
      const vectors = VectorFile.open(file, { encoderHash })
      count = vectors.count
      vectors.close()
    } catch (thrown) {
      // Vectors of another version or a damaged file are as good as none; the doctor says so.
      if (!(thrown instanceof PlanisphereError)) throw thrown
    }
    this.#known.set(file, { stamp, count })
    return count
  }
}
