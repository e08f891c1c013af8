import type { JobProgress } from '#shared/domain/job.ts'

/** Rate and time left from what was done in the last seconds of one phase. */
export class ProgressMeter {
  readonly #windowMs: number
  #phase = ''
  #samples: { at: number; done: number }[] = []

  constructor(windowMs = 5000) {
    this.#windowMs = windowMs
  }

  /** `now` in milliseconds. The rate is null until two reports lie half a second apart. */
  report(progress: Omit<JobProgress, 'rate' | 'etaSeconds'>, now: number): JobProgress {
    const last = this.#samples.at(-1)
    if (progress.phase !== this.#phase || (last && progress.done < last.done)) {
      this.#phase = progress.phase
      this.#samples = []
    }
    this.#samples.push({ at: now, done: progress.done })
    while (this.#samples.length > 2 && now - (this.#samples[1]?.at ?? now) >= this.#windowMs) this.#samples.shift()
    const first = this.#samples[0]
    const seconds = first ? (now - first.at) / 1000 : 0
    const rate = first && seconds >= 0.5 ? (progress.done - first.done) / seconds : null
    const etaSeconds = rate !== null && rate > 0 && progress.total !== null ? Math.max(0, (progress.total - progress.done) / rate) : null
    return { ...progress, rate, etaSeconds }
  }
}
