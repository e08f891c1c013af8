import { countProgram } from './count-program.ts'
import { blockRows, type ChunkScores } from './score-kernel.ts'

/** Rows that are counted in one go: their scores against a full block of queries stay in the second cache. */
const tile = 64
const pageBytes = 65_536

type CountFunction = (scores: number, rows: number, queries: number, best: number, above: number, tied: number) => number

/**
 * Counts, for each query, the scores above and at one of its own, sixteen queries at a time. Exact: it compares the very
 * floats. The scores of chunks stand in its memory, where ONNX Runtime writes them and no copy is made.
 */
export class ScoreCounter {
  readonly #memory: WebAssembly.Memory
  readonly #count: CountFunction
  readonly #queries: number
  readonly #chunkRows: number
  readonly #starts = new WeakMap<ChunkScores, number>()
  #used: number
  /** The score that each query's others are held against; Infinity where nothing is to be counted. */
  readonly best: Float32Array
  /** Scores greater than `best`, and equal to it, of the chunk that was last counted. */
  readonly above: Int32Array
  readonly tied: Int32Array

  /** `queries`: a block's size, a multiple of 16. `chunks`: how many chunks are kept at most. */
  constructor(chunkRows: number, queries: number, chunks: number) {
    this.#queries = queries
    this.#chunkRows = chunkRows
    const state = pagesFor(queries * 4 * 3)
    const pages = state + chunks * pagesFor(this.#chunkBytes)
    this.#memory = new WebAssembly.Memory({ initial: state, maximum: pages, shared: true })
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(countProgram(pages)), { m: { m: this.#memory } })
    this.#count = exports['count'] as CountFunction
    this.#used = state * pageBytes
    this.best = new Float32Array(this.#memory.buffer, 0, queries)
    this.above = new Int32Array(this.#memory.buffer, queries * 4, queries)
    this.tied = new Int32Array(this.#memory.buffer, queries * 8, queries)
  }

  get #chunkBytes(): number {
    return (this.#chunkRows + this.#chunkRows / blockRows) * this.#queries * 4
  }

  /** Room for the scores of one more chunk. */
  chunk(): ChunkScores {
    const start = this.#used
    const pages = pagesFor(this.#chunkBytes)
    this.#memory.grow(pages)
    this.#used += pages * pageBytes
    const chunk = {
      scores: new Float32Array(this.#memory.buffer, start, this.#chunkRows * this.#queries),
      maxima: new Float32Array(this.#memory.buffer, start + this.#chunkRows * this.#queries * 4, (this.#chunkRows / blockRows) * this.#queries)
    }
    this.#starts.set(chunk, start)
    return chunk
  }

  /** Counts the first `rows` rows of a chunk into `above` and `tied`. False: some score of them is not a number. */
  count(chunk: ChunkScores, rows: number): boolean {
    const start = this.#starts.get(chunk)
    if (start === undefined) throw new Error('these scores stand elsewhere')
    this.above.fill(0)
    this.tied.fill(0)
    let bad = 0
    for (let row = 0; row < rows; row += tile) {
      bad |= this.#count(start + row * this.#queries * 4, Math.min(tile, rows - row), this.#queries, this.best.byteOffset, this.above.byteOffset, this.tied.byteOffset)
    }
    return bad === 0
  }
}

function pagesFor(bytes: number): number {
  return Math.ceil(bytes / pageBytes)
}
