import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import sharp from 'sharp'
import { databaseName } from '#engine/store/open-projects.ts'

const colours = ['black', 'maroon', 'brown', 'orange', 'gold', 'lime', 'olive', 'white']
const grounds = ['sea', 'lake', 'ice', 'marsh', 'sand', 'field', 'wood', 'snow']

/**
 * Fills a project that an engine has made and closed: 64 places in 16 regions on two continents (10 regions of training,
 * 3 of validation, 3 of test), each with a striped tile of one red and one blue level and two captions that name them.
 * Place, view and region ids count from 1; the captions of place p are 2 p - 1 and 2 p.
 */
export async function fillPlanetProject(path: string): Promise<void> {
  const images = join(path, 'images', 'tiles')
  mkdirSync(images, { recursive: true })
  const files = await Promise.all(
    Array.from({ length: 64 }, async (_, i) => {
      const [red, blue] = [i % 8, i >> 3]
      const pixels = Uint8Array.from({ length: 32 * 32 * 3 }, (_v, at) => [red * 32, (Math.floor(at / 3) % (red + 2)) * 20, blue * 32][at % 3] as number)
      const file = join(images, `${i + 1}.png`)
      await sharp(pixels, { raw: { width: 32, height: 32, channels: 3 } }).png().toFile(file)
      return file
    })
  )
  const db = new Database(join(path, databaseName))
  db.pragma('foreign_keys = ON')
  db.transaction(() => {
    db.prepare("INSERT INTO roots (id, path) VALUES (1, '')").run()
    db.prepare("INSERT INTO authors (id, kind, name) VALUES (1, 'lvlm', 'model-a')").run()
    for (let region = 1; region <= 16; region++) db.prepare('INSERT INTO regions VALUES (?, ?, ?, ?, ?)').run(region, `r${region}`, `Region ${region}`, `Country ${region % 5}`, region % 2 ? 'Africa' : 'Europe')
    files.forEach((file, i) => {
      const id = i + 1
      const region = 1 + (i % 16)
      db.prepare('INSERT INTO places (id, uid, region, split) VALUES (?, ?, ?, ?)').run(id, `p${id}`, region, region <= 10 ? 'train' : region <= 13 ? 'val' : 'test')
      db.prepare("INSERT INTO views (id, uid, place, kind, root, path) VALUES (?, ?, ?, 'satellite', 1, ?)").run(id, `v${id}`, id, file)
      const texts = [`a ${colours[i % 8]} roof beside the ${grounds[i >> 3]}`, `the ${grounds[i >> 3]} and a roof of ${colours[i % 8]}`]
      texts.forEach((text, n) => db.prepare('INSERT INTO captions (id, uid, place, author, text) VALUES (?, ?, ?, 1, ?)').run(2 * id - 1 + n, `c${2 * id - 1 + n}`, id, text))
    })
  })()
  db.close()
}
