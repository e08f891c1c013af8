import { stringify } from './csv-text.ts'
import { allPlaces, captionView, countLost, Dropped, imagePath, type Exporter, type ExportOptions } from './exporter.ts'
import { TextWriter } from './export-target.ts'

async function writing(options: ExportOptions, write: (writer: TextWriter) => Promise<void>): Promise<void> {
  const writer = new TextWriter(options.making)
  try {
    await write(writer)
    await writer.close()
  } catch (error) {
    await writer.abort()
    throw error
  }
}

const csvColumns = ['place', 'lat', 'lon', 'region', 'country', 'continent', 'split', 'image', 'kind', 'width', 'height', 'caption_id', 'caption', 'author', 'status', 'extra'] as const

/**
 * A table: a row a caption beside its place's satellite view (or first view), and a row for every other view. The
 * importer reads it back by its column names.
 */
export const csvExporter: Exporter = {
  isFolder: false,
  async run(options) {
    const counts = { places: 0, views: 0, captions: 0 }
    const dropped = new Dropped()
    await writing(options, async (writer) => {
      await writer.write(stringify(csvColumns))
      for await (const places of allPlaces(options)) {
        for (const place of places) {
          const { region } = place
          const start = [place.uid, place.lat, place.lon, region?.name, region?.country, region?.continent, place.split]
          const shown = captionView(place)
          const view = (one: typeof shown) => (one ? [imagePath(one), one.kind, one.width, one.height] : ['', '', '', ''])
          for (const caption of place.captions) await writer.write(stringify([...start, ...view(shown), caption.uid, caption.text, caption.author, caption.status, caption.extra]))
          const others = place.captions.length > 0 ? place.views.filter((one) => one !== shown) : place.views
          for (const other of others) await writer.write(stringify([...start, ...view(other), '', '', '', '', '']))
          if (place.captions.length === 0 && place.views.length === 0) await writer.write(stringify([...start, '', '', '', '', '', '', '', '', place.extra]))
          counts.places += 1
          counts.views += place.views.length
          counts.captions += place.captions.length
          countLost(dropped, place)
          dropped.add('footprints', place.views.filter((one) => one.footprint !== null).length)
        }
      }
    })
    await dropLog(options, dropped)
    return { ...counts, files: [], dropped }
  }
}

/** COCO captions: every view is an image; a place's captions stand at its satellite view. Other fields ride along by name. */
export const cocoExporter: Exporter = {
  isFolder: false,
  async run(options) {
    const counts = { places: 0, views: 0, captions: 0 }
    const dropped = new Dropped()
    await writing(options, async (writer) => {
      const info = { description: options.project.name, version: '1.0' }
      await writer.write(`{"info":${JSON.stringify(info)},"images":[`)
      let image = 0
      for await (const places of allPlaces(options)) {
        for (const place of places) {
          for (const view of place.views) {
            image += 1
            const fields = { id: image, file_name: imagePath(view), width: view.width, height: view.height, place: place.uid, kind: view.kind, lat: place.lat, lon: place.lon }
            const more = { region: place.region?.name, country: place.region?.country, continent: place.region?.continent, split: place.split }
            await writer.write(`${image > 1 ? ',' : ''}\n${JSON.stringify(present({ ...fields, ...more }))}`)
          }
          counts.places += 1
          counts.views += place.views.length
          dropped.add('footprints', place.views.filter((one) => one.footprint !== null).length)
        }
      }
      await writer.write('\n],"annotations":[')
      image = 0
      for await (const places of allPlaces(options)) {
        for (const place of places) {
          const at = captionView(place)
          const first = image
          image += place.views.length
          countLost(dropped, place)
          if (!at) {
            dropped.add('captions of places without an image', place.captions.length)
            continue
          }
          for (const caption of place.captions) {
            counts.captions += 1
            const annotation = { id: counts.captions, image_id: first + place.views.indexOf(at) + 1, caption: caption.text, uid: caption.uid, author: caption.author, status: caption.status }
            await writer.write(`${counts.captions > 1 ? ',' : ''}\n${JSON.stringify(annotation)}`)
            if (caption.extra !== null) dropped.add('other columns of captions')
          }
        }
      }
      await writer.write('\n]}\n')
    })
    await dropLog(options, dropped)
    return { ...counts, files: [], dropped }
  }
}

/** GeoJSON points in [longitude, latitude] (RFC 7946), a feature a located place, its captions and images as properties. */
export const geojsonExporter: Exporter = {
  isFolder: false,
  async run(options) {
    const counts = { places: 0, views: 0, captions: 0 }
    const dropped = new Dropped()
    await writing(options, async (writer) => {
      await writer.write('{"type":"FeatureCollection","features":[')
      for await (const places of allPlaces(options)) {
        for (const place of places) {
          countLost(dropped, place)
          if (place.lat === null || place.lon === null) {
            dropped.add('places without coordinates')
            dropped.add('captions of places without coordinates', place.captions.length)
            continue
          }
          const { region } = place
          const properties = present({
            place: place.uid,
            region: region?.name,
            country: region?.country,
            continent: region?.continent,
            split: place.split,
            captions: place.captions.map((caption) => caption.text),
            statuses: place.captions.map((caption) => caption.status),
            images: place.views.map(imagePath),
            kinds: place.views.map((view) => view.kind)
          })
          const feature = { type: 'Feature', id: place.uid, geometry: { type: 'Point', coordinates: [place.lon, place.lat] }, properties }
          await writer.write(`${counts.places > 0 ? ',' : ''}\n${JSON.stringify(feature)}`)
          counts.places += 1
          counts.views += place.views.length
          counts.captions += place.captions.length
        }
      }
      await writer.write('\n]}\n')
    })
    await dropLog(options, dropped)
    return { ...counts, files: [], dropped }
  }
}

/** What only our own format keeps of the project as a whole. */
export async function dropLog(options: ExportOptions, dropped: Dropped): Promise<void> {
  const totals = await options.project.store.read('exporting.totals', {})
  dropped.add('events of the review log', totals.events)
  dropped.add('unsent drafts', totals.drafts)
  dropped.add('encoders and their vectors', totals.encoders)
  dropped.add('runs', totals.runs)
}

export function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
}
