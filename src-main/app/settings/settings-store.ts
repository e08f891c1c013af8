import { isDeepStrictEqual } from 'node:util'
import { Settings } from '#shared/contracts/bridge.ts'
import { moveAside, readJsonFile, writeJsonFile } from './json-file.ts'

const defaults = Settings.parse({})
const fields = Object.keys(Settings.shape) as Array<keyof Settings>

/**
 * The person's settings in one JSON file that holds only what differs from the defaults. A file that cannot be read,
 * or a value that does not fit, is kept beside it under another name, and `problem` says so.
 */
export class SettingsStore {
  readonly path: string
  /** What was wrong with the file when it was read, for the person; null where nothing was. */
  readonly problem: string | null
  #kept: Partial<Settings>
  /** Values of this start only (from the command line), never saved. */
  #session: Partial<Settings> = {}
  readonly #listeners = new Set<(settings: Settings) => void>()

  constructor(path: string) {
    this.path = path
    const { value, backup } = readJsonFile(path)
    const { kept, dropped } = pickValid(value ?? {})
    this.#kept = kept
    const aside = backup ?? (dropped.length > 0 ? moveAside(path) : null)
    this.problem = aside === null ? null : `Some settings could not be read${dropped.length > 0 ? ` (${dropped.join(', ')})` : ''} and are at their defaults. The old file was kept as ${aside}.`
    if (dropped.length > 0) writeJsonFile(path, kept)
  }

  get(): Settings {
    return { ...defaults, ...this.#kept, ...this.#session }
  }

  /** Sets values for this start only, over what the file says. */
  override(change: Partial<Settings>): void {
    this.#session = { ...this.#session, ...change }
  }

  /** Applies and saves a change. Throws a ZodError where it does not fit; nothing is changed then. */
  set(change: Partial<Settings>): Settings {
    const valid = Settings.partial().strict().parse(change)
    const next: Partial<Settings> = { ...this.#kept }
    for (const field of fields) {
      if (!(field in change)) continue
      if (isDeepStrictEqual(valid[field], defaults[field])) delete next[field]
      else Object.assign(next, { [field]: valid[field] })
      delete this.#session[field]
    }
    writeJsonFile(this.path, next)
    this.#kept = next
    for (const listener of this.#listeners) listener(this.get())
    return this.get()
  }

  onChange(listener: (settings: Settings) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

/** Keeps the fields that fit; names those that do not. Unknown fields (of a newer version) are dropped silently. */
function pickValid(value: unknown): { kept: Partial<Settings>; dropped: string[] } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kept: {}, dropped: ['the whole file'] }
  const kept: Partial<Settings> = {}
  const dropped: string[] = []
  for (const field of fields) {
    const found = (value as Record<string, unknown>)[field]
    if (found === undefined) continue
    const parsed = Settings.shape[field].safeParse(found)
    if (parsed.success) Object.assign(kept, { [field]: parsed.data })
    else dropped.push(field)
  }
  return { kept, dropped }
}
