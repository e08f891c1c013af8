import { breakMs } from './review-service.ts'

/** Verdicts are summed by quarters of an hour: every time zone's days begin at one. */
const quarterMs = 15 * 60_000
const shownDays = 90

export interface WorkFigures {
  readonly secondsPerVerdict: number | null
  readonly perMinute: number | null
  readonly activeHours: number
  readonly days: { day: string; verdicts: number; minutes: number }[]
}

/**
 * How long an annotator worked, from the times of her verdicts, newest first. The time that a verdict took is that since
 * the verdict before it; a gap of over three minutes was a break and counts nothing, as in `verdictsPerMinute`. A gap
 * counts for the day, and for the filter, of the verdict that ends it.
 */
export class WorkTime {
  /** How many gaps have each length in milliseconds: the median is exact, in constant memory. */
  readonly #gaps = new Uint32Array(breakMs + 1)
  readonly #quarters = new Map<number, { verdicts: number; ms: number }>()
  #later: { at: number; counts: boolean } | null = null
  #worked = 0
  #number = 0

  /** @param counts whether the verdict is one of those asked for; the others only end the gaps */
  add(at: number, counts: boolean): void {
    const later = this.#later
    if (later?.counts === true) this.#gap(later.at, later.at - at)
    if (counts) this.#quarter(at).verdicts++
    this.#later = { at, counts }
  }

  /** @param timeZone an IANA name; UTC where the engine does not know it */
  figures(timeZone: string): WorkFigures {
    return {
      secondsPerVerdict: this.#number === 0 ? null : this.#median() / 1000,
      perMinute: this.#number === 0 || this.#worked === 0 ? null : this.#number / (this.#worked / 60_000),
      activeHours: this.#worked / 3_600_000,
      days: this.#days(timeZone)
    }
  }

  #gap(at: number, gap: number): void {
    if (gap < 0 || gap > breakMs) return
    const ms = Math.round(gap)
    this.#gaps[ms] = (this.#gaps[ms] ?? 0) + 1
    this.#worked += gap
    this.#number++
    this.#quarter(at).ms += gap
  }

  #quarter(at: number): { verdicts: number; ms: number } {
    const key = Math.floor(at / quarterMs)
    const known = this.#quarters.get(key) ?? { verdicts: 0, ms: 0 }
    this.#quarters.set(key, known)
    return known
  }

  #median(): number {
    const nth = (n: number): number => {
      let seen = 0
      // By index: an iterator over 180,000 numbers would hold the engine up for some milliseconds.
      for (let ms = 0; ms < this.#gaps.length; ms++) {
        seen += this.#gaps[ms] ?? 0
        if (seen > n) return ms
      }
      return 0
    }
    const middle = (this.#number - 1) / 2
    return (nth(Math.floor(middle)) + nth(Math.ceil(middle))) / 2
  }

  #days(timeZone: string): WorkFigures['days'] {
    const day = dayIn(timeZone)
    const days = new Map<string, { verdicts: number; minutes: number }>()
    for (const [quarter, { verdicts, ms }] of this.#quarters) {
      const name = day(quarter * quarterMs)
      const sum = days.get(name) ?? { verdicts: 0, minutes: 0 }
      days.set(name, { verdicts: sum.verdicts + verdicts, minutes: sum.minutes + ms / 60_000 })
    }
    return [...days].map(([name, sum]) => ({ day: name, ...sum })).sort((a, b) => (a.day < b.day ? -1 : 1)).slice(-shownDays)
  }
}

function dayIn(timeZone: string): (at: number) => string {
  // Sweden writes dates as ISO does.
  const options = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('sv-SE', { ...options, timeZone })
  } catch {
    format = new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: 'UTC' })
  }
  return (at) => format.format(at)
}
