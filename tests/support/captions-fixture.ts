import Database from 'better-sqlite3'
import { join } from 'node:path'
import { databaseName } from '#engine/store/open-projects.ts'
import { migrations } from '#engine/store/migrations/index.ts'

/** A database in memory with this version's schema. */
export function emptyDatabase(): Database.Database {
  const db = new Database(':memory:')
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  for (const migration of migrations) migration.up(db)
  return db
}

/** Adds `places` places in three regions (and none), each with a satellite view and two captions. Ids count from 1. */
export function addCaptions(db: Database.Database, places: number): void {
  db.transaction(() => {
    db.exec(`INSERT INTO regions VALUES (1, 'lagos', 'Lagos', 'Nigeria', 'Africa'), (2, 'oslo', 'Oslo', 'Norway', 'Europe'), (3, 'suva', 'Suva', 'Fiji', 'Oceania');
      INSERT INTO roots VALUES (1, '/nowhere'); INSERT INTO authors VALUES (1, 'lvlm', 'model-a', '');`)
    const place = db.prepare('INSERT INTO places (id, uid, region, lat, lon, split) VALUES (?, ?, ?, ?, ?, ?)')
    const view = db.prepare("INSERT INTO views (id, uid, place, kind, root, path) VALUES (?, ?, ?, 'satellite', 1, ?)")
    const caption = db.prepare('INSERT INTO captions (id, uid, place, author, text) VALUES (?, ?, ?, 1, ?)')
    for (let i = 1; i <= places; i++) {
      const located = i % 5 !== 0
      place.run(i, `p${i}`, i % 4 === 0 ? null : (i % 4), located ? (i % 170) - 85 : null, located ? (i % 350) - 175 : null, ['train', 'val', 'test', null][i % 4])
      view.run(i, `v${i}`, i, `${i}.jpg`)
      caption.run(2 * i - 1, `c${i}a`, i, `A red roof number ${i} beside a river`)
      caption.run(2 * i, `c${i}b`, i, `Trees along road ${i}`)
    }
  })()
}

/** Fills a project that an engine has made and closed. */
export function fillProject(folder: string, places: number): void {
  const db = new Database(join(folder, databaseName))
  try {
    addCaptions(db, places)
  } finally {
    db.close()
  }
}
