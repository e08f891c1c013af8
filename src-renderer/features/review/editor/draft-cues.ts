import * as z from 'zod'
import { Cue } from '#shared/domain/cues.ts'
import { remapCues } from '#shared/domain/cue-edits.ts'

const Kept = z.object({ text: z.string(), cues: z.array(Cue) })

/** Cues of a text that is being edited, kept on this computer with its draft until it is submitted or discarded. */
export class DraftCues {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  readonly #prefix: string

  constructor(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, prefix: string) {
    this.#storage = storage
    this.#prefix = prefix
  }

  keep(caption: number, text: string, cues: readonly Cue[]): void {
    this.#storage.setItem(this.#key(caption), JSON.stringify({ text, cues }))
  }

  forget(caption: number): void {
    this.#storage.removeItem(this.#key(caption))
  }

  /** Cues for `text`: those of the draft, or else the caption's own, carried over. */
  of(caption: number, text: string, own: { readonly text: string; readonly cues: readonly Cue[] }): Cue[] {
    const from = this.#read(caption) ?? own
    return remapCues(from.cues, from.text, text)
  }

  #read(caption: number): z.infer<typeof Kept> | null {
    const stored = this.#storage.getItem(this.#key(caption))
    if (stored === null) return null
    try {
      return Kept.parse(JSON.parse(stored))
    } catch {
      return null
    }
  }

  #key(caption: number): string {
    return `${this.#prefix}.${caption}`
  }
}
