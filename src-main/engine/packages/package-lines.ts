import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { TextWriter } from '../exporting/export-target.ts'
import { projectExportVersion } from '../exporting/jsonl-exporter.ts'
import type { PackedCaption, PackedEvent, PackedPlace, PackedView } from '../store/repositories/work-packages.ts'
import { imagesRoot } from './package-format.ts'

/** How many captions of a bulk event stand on one line: as many as are merged in one short transaction. */
const captionsPerLine = 50

/** Parts of the file, in the order in which its lines must stand. */
const sections = ['rows', 'events', 'bulk'] as const
type Section = (typeof sections)[number]

/**
 * Writes the lines of a part of a project, as a project export has them: regions, authors, annotators and the folder of
 * images are defined where they are first needed. Rows, events and what bulk events do may be given in any order: each
 * has a file of its own until the end.
 */
export class PackageLines {
  events = 0
  revisions = 0
  readonly #path: string
  readonly #writers: Readonly<Record<Section, TextWriter>>
  readonly #defined = new Set<string>()

  constructor(path: string) {
    this.#path = path
    this.#writers = { rows: new TextWriter(path, 'w'), events: new TextWriter(`${path}.events`, 'w'), bulk: new TextWriter(`${path}.bulk`, 'w') }
  }

  begin(name: string): Promise<void> {
    return this.#write('rows', { planisphere: projectExportVersion, name })
  }

  async place(place: Omit<PackedPlace, 'views'>): Promise<void> {
    const { uid, region, lat, lon, split, extra } = place
    if (region) await this.#define('rows', `region ${region.uid}`, { type: 'region', ...region })
    await this.#write('rows', { type: 'place', uid, region: region?.uid ?? null, lat, lon, split, extra: json(extra) })
  }

  /** `image`: what became of its file. */
  async view(place: string, view: PackedView, image: { path: string; width: number | null; height: number | null; problem: string | null }): Promise<void> {
    await this.#define('rows', 'root', { type: 'root', id: 1, path: imagesRoot })
    await this.#write('rows', { type: 'view', uid: view.uid, place, kind: view.kind, root: 1, ...image, footprint: json(view.footprint) })
  }

  async caption(caption: PackedCaption): Promise<void> {
    const { author, extra, ...columns } = caption
    await this.#define('rows', `author ${author.id}`, { type: 'author', ...author })
    if (caption.root !== null) this.revisions++
    await this.#write('rows', { type: 'caption', ...columns, author: author.id, extra: json(extra) })
  }

  async event(event: PackedEvent): Promise<void> {
    const { uuid, clock, at, annotator, kind, caption, target, payload } = event
    await this.#define('events', `annotator ${annotator.id}`, { type: 'annotator', ...annotator })
    this.events++
    await this.#write('events', { type: 'event', uuid, clock, at, annotator: annotator.id, kind, caption, target, payload: json(payload) })
  }

  async bulk(event: string, captions: readonly (readonly [caption: string, value: string | number | null])[]): Promise<void> {
    for (let from = 0; from < captions.length; from += captionsPerLine) await this.#write('bulk', { type: 'event-captions', event, captions: captions.slice(from, from + captionsPerLine) })
  }

  /** Brings the parts together. */
  async close(): Promise<void> {
    for (const section of sections) await this.#writers[section].close()
    for (const section of ['events', 'bulk'] as const) {
      await pipeline(createReadStream(`${this.#path}.${section}`), createWriteStream(this.#path, { flags: 'a' }))
      await rm(`${this.#path}.${section}`)
    }
  }

  /** Removes what was written. */
  async abort(): Promise<void> {
    for (const section of sections) await this.#writers[section].abort()
    for (const path of [this.#path, `${this.#path}.events`, `${this.#path}.bulk`]) await rm(path, { force: true }).catch(() => undefined)
  }

  async #define(section: Section, key: string, line: Record<string, unknown>): Promise<void> {
    if (this.#defined.has(key)) return
    this.#defined.add(key)
    await this.#write(section, line)
  }

  /** A column that is null is left out, as in a project export. */
  async #write(section: Section, line: Record<string, unknown>): Promise<void> {
    await this.#writers[section].write(`${JSON.stringify(Object.fromEntries(Object.entries(line).filter(([, value]) => value !== null)))}\n`)
  }
}

function json(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}
