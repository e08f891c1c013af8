import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Problem } from '#shared/domain/records.ts'
import { isAbsolute, normalPath } from './image-base.ts'
import type { SourceRecord } from './source-record.ts'

const mostReported = 1000

/**
 * Looks whether records' images are there. A source whose images are all absent is legal (captions alone are worth having)
 * and gives one summary; otherwise each missing one is a problem with its line.
 */
export class MissingImages {
  readonly #base: string
  readonly #folders = new Map<string, boolean>()
  #held: Problem[] = []
  #missing = 0
  #present = 0
  #firstFile = ''

  constructor(base: string) {
    this.#base = base
  }

  exists(image: string): boolean {
    const path = isAbsolute(image) ? normalPath(image) : join(this.#base, image)
    const folder = posix.dirname(path)
    let there = this.#folders.get(folder)
    if (there === undefined) {
      if (this.#folders.size > 10_000) this.#folders.clear()
      this.#folders.set(folder, (there = existsSync(folder)))
    }
    return there && existsSync(path)
  }

  /** Problems to report now for this record. */
  check(record: SourceRecord): Problem[] {
    if (record.image === null) return []
    if (this.exists(record.image)) {
      this.#present += 1
      const held = this.#held
      this.#held = []
      return held
    }
    this.#missing += 1
    this.#firstFile ||= record.file
    if (this.#missing > mostReported) return []
    const problem: Problem = { file: record.file, line: record.line, code: 'MISSING_IMAGE', message: `The image ${record.image.slice(0, 300)} is not there; its captions are imported all the same.` }
    if (this.#present > 0) return [problem]
    this.#held.push(problem)
    return []
  }

  /** What is left to say at the end. */
  finish(): Problem[] {
    if (this.#missing === 0) return []
    if (this.#present === 0) {
      const message = `None of the ${this.#missing.toLocaleString('en')} images is there (looked for below ${this.#base}). Captions are imported; point the project to the images later.`
      return [{ file: this.#firstFile, line: null, code: 'MISSING_IMAGE', message }]
    }
    if (this.#missing <= mostReported) return []
    return [{ file: this.#firstFile, line: null, code: 'MISSING_IMAGE', message: `${(this.#missing - mostReported).toLocaleString('en')} more images are not there.` }]
  }
}
