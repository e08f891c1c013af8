export interface DraftPorts {
  save(caption: number, text: string | null): Promise<unknown>
  /** A copy that is there at once and survives the loss of the engine; taken away when the engine has the draft. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  readonly prefix: string
  schedule(run: () => void, ms: number): () => void
}

/** How long typing may go on without being saved, in milliseconds. */
const interval = 600

/** Keeps what is typed and not yet submitted: on this computer at every key, in the project within a second. */
export class DraftKeeper {
  readonly #ports: DraftPorts
  #dirty: { caption: number; text: string | null } | null = null
  #cancel: (() => void) | null = null
  #saving: Promise<void> = Promise.resolve()

  constructor(ports: DraftPorts) {
    this.#ports = ports
  }

  /** Null takes the draft away. */
  type(caption: number, text: string | null): void {
    if (this.#dirty !== null && this.#dirty.caption !== caption) void this.flush()
    this.#dirty = { caption, text }
    this.#ports.storage.setItem(this.#key(caption), JSON.stringify({ text }))
    // Not restarted by every key: a person who types on and on is saved as well.
    this.#cancel ??= this.#ports.schedule(() => {
      this.#cancel = null
      void this.flush()
    }, interval)
  }

  /** What was typed and never reached the engine; undefined when there is nothing of that kind. */
  leftBehind(caption: number): string | null | undefined {
    try {
      const kept: unknown = JSON.parse(this.#ports.storage.getItem(this.#key(caption)) ?? 'null')
      if (kept === null || typeof kept !== 'object' || !('text' in kept)) return undefined
      return typeof kept.text === 'string' ? kept.text : null
    } catch {
      return undefined
    }
  }

  /** Resolves when everything typed so far is saved (or could not be: the local copy then stays). */
  flush(): Promise<void> {
    this.#cancel?.()
    this.#cancel = null
    const draft = this.#dirty
    this.#dirty = null
    if (draft === null) return this.#saving
    const written = JSON.stringify({ text: draft.text })
    this.#saving = this.#saving
      .then(() => this.#ports.save(draft.caption, draft.text))
      .then(() => {
        if (this.#ports.storage.getItem(this.#key(draft.caption)) === written) this.#ports.storage.removeItem(this.#key(draft.caption))
      })
      .catch(() => undefined)
    return this.#saving
  }

  #key(caption: number): string {
    return `${this.#ports.prefix}.${caption}`
  }
}
