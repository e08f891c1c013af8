import type { FoundCaption } from '#shared/contracts/bulk.ts'
import type { FindReplace } from '#shared/domain/find-replace.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { StoreReader } from '../store/project-store.ts'
import type { FoundTexts, NewText } from '../store/repositories/bulk-find.ts'

/** How long one text may take: ordinary expressions take microseconds, those that try every way of reading it, for ever. */
export const textLimitMs = 1000

/**
 * Looks for matches in a thread of its own, which is ended when one text takes too long: neither the engine nor its other
 * readers wait for an expression. INVALID_INPUT then, with the caption.
 */
export class TextFinder {
  readonly #project: OpenProject
  readonly #find: FindReplace
  readonly #hidden: boolean
  readonly #limitMs: number
  #reader: StoreReader | null = null

  /** `hidden`: whether captions whose review is hidden are looked at as well. */
  constructor(project: OpenProject, find: FindReplace, hidden: boolean, limitMs = textLimitMs) {
    this.#project = project
    this.#find = find
    this.#hidden = hidden
    this.#limitMs = limitMs
  }

  find(captions: Int32Array): Promise<FoundTexts> {
    return this.#watched((reader, watch) => reader.read('bulk.find', { captions, find: this.#find, hidden: this.#hidden, watch }))
  }

  matches(captions: Int32Array, annotator: string): Promise<FoundCaption[]> {
    return this.#watched((reader, watch) => reader.read('bulk.matches', { captions, find: this.#find, hidden: this.#hidden, annotator, watch }))
  }

  newTexts(captions: Int32Array): Promise<NewText[]> {
    return this.#watched((reader, watch) => reader.read('bulk.newTexts', { captions, find: this.#find, hidden: this.#hidden, watch }))
  }

  /** Ends the thread; the next question starts another. */
  async close(): Promise<void> {
    const reader = this.#reader
    this.#reader = null
    await reader?.end()
  }

  async #watched<T>(ask: (reader: StoreReader, watch: SharedArrayBuffer) => Promise<T>): Promise<T> {
    this.#reader ??= this.#project.store.reader()
    const reader = this.#reader
    const watch = new SharedArrayBuffer(8)
    const numbers = new Int32Array(watch)
    let [caption, count, since] = [0, 0, performance.now()]
    let stuck = 0
    const timer = setInterval(() => {
      const [now, searched] = [Atomics.load(numbers, 0), Atomics.load(numbers, 1)]
      if (now !== caption || searched !== count) [caption, count, since] = [now, searched, performance.now()]
      else if (now !== 0 && performance.now() - since > this.#limitMs) {
        stuck = now
        void this.close()
      }
    }, 50)
    try {
      return await ask(reader, watch)
    } catch (error) {
      if (stuck === 0) throw error
      throw new PlanisphereError('INVALID_INPUT', `The expression takes longer than ${this.#limitMs / 1000} s on one text (caption ${stuck}).`, {
        hint: 'Write it so that no repeat stands inside another, such as (a+)+, or look for less.',
        place: { item: `caption:${stuck}` },
        cause: error
      })
    } finally {
      clearInterval(timer)
    }
  }
}
