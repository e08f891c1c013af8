import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { databaseName } from '#engine/store/open-projects.ts'
import { VectorFile } from '#engine/store/vector-file.ts'

export const madeSpec = 'made-spec'
const colours = ['red', 'green', 'blue', 'white']
const layouts = ['grid', 'star', 'lane']
const grounds = ['sand', 'lawn']

/** What is true of a place, by its number. */
function truthOf(place: number): [colour: number, layout: number, ground: number] {
  return [place % 4, Math.floor(place / 4) % 3, Math.floor(place / 12) % 2]
}

/** A signature that shows colour, layout and ground, each in its own part, with a little noise that the place's number makes. */
export function madeSignature(place: number): Float32Array {
  const [colour, layout, ground] = truthOf(place)
  return Float32Array.from({ length: 164 }, (_, i) => {
    const noise = 0.15 * Math.sin(place * 12.9898 + i * 78.233)
    if (i < 96) return (i % 12 === colour ? 0.5 : 0.1) + noise * 0.3
    if (i < 132) return (Math.floor((i - 96) / 12) === layout ? 0.3 : 0.05) + noise * 0.3
    return 4 + (i % 2 === ground ? 2 : 0) + noise
  })
}

/** A caption that tells the truth of a place. */
export function madeText(place: number): string {
  const [colour, layout, ground] = truthOf(place)
  return `${colours[colour]} roofs along a ${layouts[layout]} of streets on ${grounds[ground]}`
}

/** The same with another colour: wrong. */
export function wrongText(place: number): string {
  const [colour] = truthOf(place)
  return madeText(place).replace(colours[colour] as string, colours[(colour + 1) % colours.length] as string)
}

export interface MadeCaptions {
  /** Regions, of six places each. Odd ones of the split train, even ones of test. */
  readonly regions: number
  /** Places whose second caption has a wrong colour. */
  readonly wrong?: (place: number) => boolean
}

/**
 * Fills a project that an engine has made and closed: places with two captions and a satellite view each, ids from 1 (the
 * captions of place p are 2 p - 1 and 2 p). After the regions' places come four more: without a region, without a tile,
 * without a signature, and with no split. Writes the signatures.
 */
export async function fillScoredProject(path: string, { regions, wrong = () => false }: MadeCaptions): Promise<number> {
  const places = 6 * regions
  const db = new Database(join(path, databaseName))
  db.pragma('foreign_keys = ON')
  db.transaction(() => {
    db.prepare("INSERT INTO roots (id, path) VALUES (1, '')").run()
    db.prepare("INSERT INTO authors (id, kind, name) VALUES (1, 'lvlm', 'model-a')").run()
    for (let region = 1; region <= regions; region++) db.prepare('INSERT INTO regions VALUES (?, ?, ?, NULL, NULL)').run(region, `r${region}`, `Region ${region}`)
    for (let place = 1; place <= places + 4; place++) {
      const region = place === places + 1 ? null : Math.min(regions, 1 + Math.floor((place - 1) / 6))
      const split = place === places + 4 ? null : (region ?? 1) % 2 === 1 ? 'train' : 'test'
      db.prepare('INSERT INTO places (id, uid, region, split) VALUES (?, ?, ?, ?)').run(place, `p${place}`, regions === 0 ? null : region, split)
      if (place !== places + 2) db.prepare("INSERT INTO views (id, uid, place, kind, root, path) VALUES (?, ?, ?, 'satellite', 1, ?)").run(place, `v${place}`, place, `${place}.png`)
      for (const n of [1, 2]) {
        const text = n === 2 && wrong(place) ? wrongText(place) : n === 2 ? `${madeText(place)}, as far as one sees` : madeText(place)
        db.prepare('INSERT INTO captions (id, uid, place, author, text) VALUES (?, ?, ?, 1, ?)').run(2 * place - 2 + n, `c${2 * place - 2 + n}`, place, text)
      }
    }
  })()
  db.close()
  mkdirSync(join(path, 'planet'), { recursive: true })
  const file = VectorFile.openForWriting(join(path, 'planet', 'signatures.vec'), { dimensions: 164, encoderHash: madeSpec })
  for (let place = 1; place <= places + 4; place++) if (place !== places + 2 && place !== places + 3) file.writeRows(Int32Array.of(place), madeSignature(place))
  await file.flush()
  file.close()
  return places
}
