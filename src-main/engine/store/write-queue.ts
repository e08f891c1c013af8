/** Runs writes one after the other; a person's goes before every waiting batch of a job. */
export class WriteQueue {
  readonly #waiting: Record<'person' | 'job', (() => Promise<void>)[]> = { person: [], job: [] }
  #running = false
  #idle: (() => void)[] = []

  add<T>(priority: 'person' | 'job', write: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting[priority].push(() => write().then(resolve, reject))
      if (!this.#running) void this.#run()
    })
  }

  /** Resolves when nothing runs and nothing waits. */
  drained(): Promise<void> {
    if (!this.#running) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  async #run(): Promise<void> {
    this.#running = true
    for (let next = this.#next(); next; next = this.#next()) await next()
    this.#running = false
    for (const wake of this.#idle.splice(0)) wake()
  }

  #next(): (() => Promise<void>) | undefined {
    return this.#waiting.person.shift() ?? this.#waiting.job.shift()
  }
}
