import type { MethodOutput } from '#shared/contracts/index.ts'
import type { FindReplace } from '#shared/domain/find-replace.ts'
import { captionStatuses } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from '../store/open-project.ts'
import { TextFinder } from './text-finder.ts'

export type FindAnswer = MethodOutput<'bulk.findReplace'>

export interface FindQuestion {
  readonly annotator: string
  readonly find: FindReplace
  /** The captions to look in. */
  captions(): Promise<Int32Array>
  /** Whether those that are gold or under blind review are found as well. */
  readonly hidden: boolean
}

/** Texts that are searched in one question to the thread: some ten milliseconds. */
const page = 2000
/** Looking that nobody asks after ends after so long, and so does a thread that is at rest. */
const idleMs = 5000

/** One search over many captions while someone looks at what it has found. */
export class FindSession {
  readonly #question: FindQuestion
  readonly #finder: TextFinder
  readonly #stop = new AbortController()
  readonly #result: Promise<void>
  readonly #captions: number[] = []
  readonly #byStatus = new Map<number, number>()
  #progress = { done: 0, total: 1 }
  #matches = 0
  #unusable = 0
  #leftOut = 0
  #ended = false
  #waiting = 0
  #idle: NodeJS.Timeout | undefined

  constructor(project: OpenProject, question: FindQuestion, limitMs?: number) {
    this.#question = question
    this.#finder = new TextFinder(project, question.find, question.hidden, limitMs)
    this.#result = this.#run().finally(() => (this.#ended = true))
    this.#result.catch(() => undefined)
  }

  /** What is found after `patience` milliseconds (absent: when all is), with some of the captions. */
  async answer({ start, count, patience, signal }: { start: number; count: number; patience: number | undefined; signal: AbortSignal }): Promise<FindAnswer> {
    this.#waiting++
    clearTimeout(this.#idle)
    try {
      await this.#wait(patience, signal)
      // All of one moment: the search goes on while the matches are read, and may end. An answer that says that it has
      // ended must not lack what was found since.
      const found: Omit<FindAnswer, 'items'> = {
        progress: this.#ended ? null : { ...this.#progress },
        captions: this.#captions.length,
        matches: this.#matches,
        byStatus: Object.fromEntries(captionStatuses.map((status, i) => [status, this.#byStatus.get(i) ?? 0])) as FindAnswer['byStatus'],
        unusable: this.#unusable,
        leftOut: this.#leftOut
      }
      return { ...found, items: await this.#finder.matches(Int32Array.from(this.#captions.slice(start, start + count)), this.#question.annotator) }
    } finally {
      if (--this.#waiting === 0) {
        // Who cancels wants it ended; who lost patience comes back.
        if (signal.aborted && !this.#ended) void this.end()
        else this.#idle = setTimeout(() => void (this.#ended ? this.#finder.close() : this.end()), idleMs).unref()
      }
    }
  }

  /** Gives the search up. What was found stays. */
  async end(): Promise<void> {
    clearTimeout(this.#idle)
    this.#stop.abort(new PlanisphereError('CANCELLED', 'Nobody waits for what is looked for.'))
    await this.#finder.close()
  }

  async #run(): Promise<void> {
    const captions = await this.#question.captions()
    this.#progress = { done: 0, total: captions.length }
    for (let at = 0; at < captions.length; at += page) {
      this.#stop.signal.throwIfAborted()
      const found = await this.#finder.find(captions.subarray(at, at + page)).catch((error: unknown) => {
        this.#stop.signal.throwIfAborted()
        throw error
      })
      this.#unusable += found.unusable
      this.#leftOut += found.leftOut
      found.captions.forEach((caption, i) => {
        const status = found.statuses[i] ?? 0
        this.#captions.push(caption)
        this.#matches += found.matches[i] ?? 0
        this.#byStatus.set(status, (this.#byStatus.get(status) ?? 0) + 1)
      })
      this.#progress = { done: Math.min(at + page, captions.length), total: captions.length }
    }
  }

  async #wait(patience: number | undefined, signal: AbortSignal): Promise<void> {
    const leave = new AbortController()
    let timer: NodeJS.Timeout | undefined
    const cancelled = new Promise<never>((_, reject) => {
      const tell = (): void => reject(new PlanisphereError('CANCELLED', 'The search was cancelled.'))
      if (signal.aborted) tell()
      else signal.addEventListener('abort', tell, { signal: leave.signal })
    })
    const tired = patience === undefined ? [] : [new Promise<void>((resolve) => (timer = setTimeout(resolve, patience)))]
    try {
      await Promise.race([this.#result, cancelled, ...tired])
    } finally {
      clearTimeout(timer)
      leave.abort()
    }
  }
}

const sessions = new WeakMap<OpenProject, Map<string, FindSession>>()
/** Searches whose results are kept; the oldest go. */
const kept = 2

/** The search of this key, or a new one. */
export function findSession(project: OpenProject, key: string, question: FindQuestion): FindSession {
  const all = sessions.get(project) ?? new Map<string, FindSession>()
  sessions.set(project, all)
  const session = all.get(key) ?? new FindSession(project, question)
  all.delete(key)
  all.set(key, session)
  for (const [oldest, other] of all) {
    if (all.size <= kept) break
    all.delete(oldest)
    void other.end()
  }
  return session
}

/** Forgets a search that failed or was given up: asked again, it begins anew. */
export function forgetSession(project: OpenProject, key: string, session: FindSession): void {
  if (sessions.get(project)?.get(key) === session) sessions.get(project)?.delete(key)
}
