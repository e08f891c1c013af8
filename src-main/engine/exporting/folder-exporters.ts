import { createWriteStream } from 'node:fs'
import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { pack, type Pack } from 'tar-stream'
import type { ExportPlace, ExportView } from '../store/repositories/exporting.ts'
import { allPlaces, captionView, countLost, Dropped, fileNameOf, imagePath, type Exporter } from './exporter.ts'
import { placeImage, TextWriter } from './export-target.ts'
import { dropLog, present } from './flat-exporters.ts'

const listedFiles = 1000
const shardBytes = 256 * 1024 * 1024

function fieldsOf(place: ExportPlace, view: ExportView): Record<string, unknown> {
  const { region } = place
  return present({
    place: place.uid,
    kind: view.kind,
    lat: place.lat,
    lon: place.lon,
    region: region?.name,
    country: region?.country,
    continent: region?.continent,
    split: place.split,
    captions: view === captionView(place) ? place.captions.map((caption) => caption.text) : []
  })
}

/** A Hugging Face image folder: `metadata.jsonl`, and the images in `images/` where they are asked for. */
export const hfExporter: Exporter = {
  isFolder: true,
  async run(options) {
    const counts = { places: 0, views: 0, captions: 0 }
    const dropped = new Dropped()
    const taken = new Set<string>()
    const writer = new TextWriter(join(options.making, 'metadata.jsonl'))
    const files = ['metadata.jsonl']
    try {
      for await (const places of allPlaces(options)) {
        for (const place of places) {
          countLost(dropped, place)
          counts.places += 1
          if (place.views.length === 0) dropped.add('captions of places without an image', place.captions.length)
          for (const view of place.views) {
            let name = imagePath(view)
            if (options.copyImages) {
              name = `images/${fileNameOf(view, taken)}`
              if (!(await placeImage(imagePath(view), join(options.making, name)))) {
                dropped.add('images that are not there')
                dropped.add('captions of images that are not there', view === captionView(place) ? place.captions.length : 0)
                continue
              }
              if (files.length < listedFiles) files.push(name)
            }
            const fields = fieldsOf(place, view)
            counts.views += 1
            counts.captions += (fields['captions'] as string[]).length
            if (view.footprint !== null) dropped.add('footprints')
            await writer.write(`${JSON.stringify({ file_name: name, ...fields })}\n`)
          }
        }
      }
      await writer.close()
    } catch (error) {
      await writer.abort()
      throw error
    }
    await dropLog(options, dropped)
    return { ...counts, files, dropped }
  }
}

/** TagGUI: images with a `.txt` of the same name. The format holds one caption an image; it is written to the byte. */
export const tagguiExporter: Exporter = {
  isFolder: true,
  async run(options) {
    const counts = { places: 0, views: 0, captions: 0 }
    const dropped = new Dropped()
    const stems = new Set<string>()
    const files: string[] = []
    for await (const places of allPlaces(options)) {
      for (const place of places) {
        countLost(dropped, place)
        counts.places += 1
        if (place.lat !== null) dropped.add('coordinates')
        const at = captionView(place)
        if (!at) dropped.add('captions of places without an image', place.captions.length)
        for (const view of place.views) {
          // The stem must be free, not only the name: a.jpg and a.png would share a.txt.
          const stem = fileNameOf(view, stems, '')
          const extension = /\.[A-Za-z0-9]{1,5}$/.exec(view.path)?.[0] ?? ''
          if (options.copyImages) {
            if (await placeImage(imagePath(view), join(options.making, `${stem}${extension}`))) {
              if (files.length < listedFiles) files.push(`${stem}${extension}`)
            } else dropped.add('images that are not there')
          } else dropped.add('images (not asked for)')
          counts.views += 1
          const [first, ...more] = view === at ? place.captions : []
          if (!first) continue
          await writeFile(join(options.making, `${stem}.txt`), first.text, { flag: 'wx' })
          if (files.length < listedFiles) files.push(`${stem}.txt`)
          counts.captions += 1
          dropped.add('further captions of an image', more.length)
        }
      }
      options.signal.throwIfAborted()
    }
    await dropLog(options, dropped)
    return { ...counts, files, dropped }
  }
}

/**
 * WebDataset: numbered tar shards; the members of a sample share their name up to the first dot (so names hold none):
 * the image, `.txt` with the first caption, `.json` with everything.
 */
export const webdatasetExporter: Exporter = {
  isFolder: true,
  async run(options) {
    const counts = { places: 0, views: 0, captions: 0 }
    const dropped = new Dropped()
    const taken = new Set<string>()
    const files: string[] = []
    let shard: Shard | null = null
    try {
      for await (const places of allPlaces(options)) {
        for (const place of places) {
          countLost(dropped, place)
          counts.places += 1
          if (place.views.length === 0) dropped.add('captions of places without an image', place.captions.length)
          for (const view of place.views) {
            options.signal.throwIfAborted()
            if (!shard || shard.bytes >= shardBytes) {
              await shard?.close()
              const name = `shard-${String(files.length).padStart(6, '0')}.tar`
              files.push(name)
              shard = new Shard(join(options.making, name))
            }
            const name = fileNameOf(view, taken, '')
            const image = await readImage(imagePath(view))
            if (image) await shard.add(`${name}${(/\.[A-Za-z0-9]{1,5}$/.exec(view.path)?.[0] ?? '.bin').toLowerCase()}`, image)
            else dropped.add('images that are not there')
            const fields = fieldsOf(place, view)
            const captions = fields['captions'] as string[]
            if (captions[0] !== undefined) await shard.add(`${name}.txt`, Buffer.from(captions[0], 'utf8'))
            await shard.add(`${name}.json`, Buffer.from(JSON.stringify({ uid: view.uid, ...fields }), 'utf8'))
            counts.views += 1
            counts.captions += captions.length
            if (view.footprint !== null) dropped.add('footprints')
          }
        }
      }
      await shard?.close()
    } catch (error) {
      shard?.abort()
      throw error
    }
    await dropLog(options, dropped)
    return { ...counts, files: files.slice(0, listedFiles), dropped }
  }
}

async function readImage(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

class Shard {
  bytes = 0
  readonly #path: string
  readonly #pack: Pack = pack()
  readonly #done: Promise<void>
  #failure: unknown = null

  constructor(path: string) {
    this.#path = path
    const file = createWriteStream(path, { flags: 'wx' })
    this.#done = finished(this.#pack.pipe(file)).catch((error: unknown) => {
      this.#failure = error
      this.#pack.destroy()
    })
  }

  async add(name: string, data: Buffer): Promise<void> {
    this.bytes += data.length
    await new Promise<void>((resolve, reject) => {
      // A fixed time, so that the same project gives the same shards. A full disk destroys the pack: `close` comes then.
      this.#pack.once('close', resolve)
      this.#pack.entry({ name, size: data.length, mtime: new Date(0) }, data, (error) => (error ? reject(error) : resolve()))
    }).finally(() => this.#pack.removeAllListeners('close'))
    if (this.#failure) throw this.#failure
  }

  async close(): Promise<void> {
    this.#pack.finalize()
    await this.#done
    if (this.#failure) throw this.#failure
    const handle = await open(this.#path, 'r+')
    await handle.sync().finally(() => handle.close())
  }

  abort(): void {
    this.#pack.destroy()
  }
}
