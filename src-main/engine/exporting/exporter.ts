import type { OpenProject } from '../store/open-project.ts'
import type { ExportPlace, ExportView } from '../store/repositories/exporting.ts'

export interface ExportOptions {
  readonly project: OpenProject
  /** The file or folder to write. */
  readonly making: string
  readonly copyImages: boolean
  /** Ids, rising: only these places, with these of their captions. Null: all. */
  readonly only: { readonly places: Int32Array; readonly captions: Int32Array } | null
  readonly signal: AbortSignal
  progress(done: number): void
}

export interface ExportCounts {
  places: number
  views: number
  captions: number
}

/** What a format cannot hold, with how many there are. */
export class Dropped {
  readonly #counts = new Map<string, number>()

  add(what: string, count = 1): void {
    if (count > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + count)
  }

  list(): { what: string; count: number }[] {
    return [...this.#counts].map(([what, count]) => ({ what, count }))
  }
}

export interface Exported extends ExportCounts {
  /** Names of the written files, relative to the target where it is a folder; the first 1,000. */
  readonly files: string[]
  readonly dropped: Dropped
}

/** One format: writes the whole project to `making`. */
export interface Exporter {
  readonly isFolder: boolean
  run(options: ExportOptions): Promise<Exported>
}

/** All places with their views and captions, or those that the export is of, page by page. */
export async function* allPlaces(options: ExportOptions): AsyncGenerator<ExportPlace[]> {
  if (options.only) {
    yield* somePlaces(options, options.only)
    return
  }
  let done = 0
  for (let after = 0; ; ) {
    options.signal.throwIfAborted()
    const places = await options.project.store.read('exporting.places', { after, limit: 250 })
    const last = places.at(-1)
    if (!last) return
    yield places
    after = last.id
    done += places.length
    options.progress(done)
  }
}

async function* somePlaces(options: ExportOptions, only: NonNullable<ExportOptions['only']>): AsyncGenerator<ExportPlace[]> {
  for (let from = 0; from < only.places.length; from += 250) {
    options.signal.throwIfAborted()
    const places = await options.project.store.read('exporting.placesOf', { ids: [...only.places.subarray(from, from + 250)] })
    yield places.map((place) => ({ ...place, captions: place.captions.filter(({ id }) => holds(only.captions, id)) }))
    options.progress(Math.min(only.places.length, from + 250))
  }
}

/** Whether a rising list has the id: by halves. */
function holds(ids: Int32Array, id: number): boolean {
  let [low, high] = [0, ids.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ids[middle] ?? 0) < id) low = middle + 1
    else high = middle
  }
  return ids[low] === id
}

export function imagePath(view: ExportView): string {
  return view.root.endsWith('/') ? `${view.root}${view.path}` : `${view.root}/${view.path}`
}

/** Whether a place's captions belong to this view: the satellite view has them, else the first view. */
export function captionView(place: ExportPlace): ExportView | null {
  return place.views.find((view) => view.kind === 'satellite') ?? place.views[0] ?? null
}

/** What every format but our own loses of a place. */
export function countLost(dropped: Dropped, place: ExportPlace): void {
  for (const caption of place.captions) {
    dropped.add('earlier revisions of captions', caption.revisions - 1)
    if (caption.prompt !== '') dropped.add('prompts')
  }
}

/** A file name that is free in an export: the view's uid, flat, without what file systems refuse. */
export function fileNameOf(view: ExportView, taken: Set<string>, extension = (/\.[A-Za-z0-9]{1,5}$/.exec(view.path)?.[0] ?? '').toLowerCase()): string {
  const stem = view.uid.replace(/\.[A-Za-z0-9]{1,5}$/, '').replaceAll(/[^\p{L}\p{N}_~-]+/gu, '_').slice(-120) || 'image'
  let name = `${stem}${extension}`
  // Windows and macOS do not tell upper from lower case.
  for (let copy = 2; taken.has(name.toLowerCase()); copy += 1) name = `${stem}~${copy}${extension}`
  taken.add(name.toLowerCase())
  return name
}
