import { join, sep } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { EncoderLayout, ExecutionProvider } from '#shared/domain/encoder.ts'
import { statement } from '../statement.ts'
import type { EncoderRecord } from './gallery.ts'

export interface EncoderRow extends EncoderRecord {
  readonly layout: EncoderLayout
  readonly addedAt: number
}

export interface TextRow {
  readonly id: number
  readonly text: string
}

export interface ImageRow {
  readonly id: number
  readonly file: string
  readonly width: number | null
  readonly height: number | null
  readonly problem: string | null
}

export interface ImageFinding {
  readonly id: number
  readonly width: number | null
  readonly height: number | null
  /** Why the image cannot be used; null clears what was found before. */
  readonly problem: string | null
}

const columns = 'name, path, hash, layout, dimensions, spec, provider, added_at AS addedAt'

export const encodersRepository = {
  list(db: Database, _args: Record<never, never>): EncoderRow[] {
    return statement<[], EncoderRow>(db, `SELECT ${columns} FROM encoders ORDER BY name`).all()
  },

  get(db: Database, args: { name: string }): EncoderRow | null {
    return statement<[string], EncoderRow>(db, `SELECT ${columns} FROM encoders WHERE name = ?`).get(args.name) ?? null
  },

  /** False if the name is taken. */
  add(db: Database, args: Omit<EncoderRow, 'provider'>): boolean {
    return (
      statement(db, 'INSERT INTO encoders (name, path, hash, layout, dimensions, spec, added_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING').run(
        args.name,
        args.path,
        args.hash,
        args.layout,
        args.dimensions,
        args.spec,
        args.addedAt
      ).changes > 0
    )
  },

  remove(db: Database, args: { name: string }): boolean {
    return statement(db, 'DELETE FROM encoders WHERE name = ?').run(args.name).changes > 0
  },

  /** Encoders that lie inside a folder are found inside another one from now on. */
  moveFolder(db: Database, args: { from: string; to: string }): void {
    const update = statement<[string, string]>(db, 'UPDATE encoders SET path = ? WHERE name = ?')
    for (const { name, path } of statement<[], { name: string; path: string }>(db, 'SELECT name, path FROM encoders').all()) {
      if (path.startsWith(args.from + sep)) update.run(join(args.to, path.slice(args.from.length + 1)), name)
    }
  },

  setProvider(db: Database, args: { name: string; provider: ExecutionProvider }): void {
    statement(db, 'UPDATE encoders SET provider = ? WHERE name = ?').run(args.provider, args.name)
  },

  /** Rows that could have a vector: every revision of every caption, and every view. */
  totals(db: Database, _args: Record<never, never>): { text: number; image: number } {
    return (
      statement<[], { text: number; image: number }>(
        db,
        `SELECT (SELECT coalesce(sum(n), 0) FROM count_captions) + (SELECT count(*) FROM captions WHERE root IS NOT NULL) AS text,
                (SELECT coalesce(sum(n), 0) FROM count_views) AS image`
      ).get() ?? { text: 0, image: 0 }
    )
  },

  // SELECT id, text FROM captions WHERE id > ? ORDER BY id LIMIT ?
  textsAfter(db: Database, args: { after: number; limit: number }): TextRow[] {
    return statement<[number, number], TextRow>(db, 'SELECT id, text FROM captions WHERE id > ? ORDER BY id LIMIT ?').all(args.after, args.limit)
  },

  // Views with the absolute paths of their images, by id.
  imagesAfter(db: Database, args: { after: number; limit: number }): ImageRow[] {
    return statement<[number, number], Omit<ImageRow, 'file'> & { root: string; path: string }>(
      db,
      'SELECT v.id, r.path AS root, v.path, v.width, v.height, v.problem FROM views v JOIN roots r ON r.id = v.root WHERE v.id > ? ORDER BY v.id LIMIT ?'
    )
      .all(args.after, args.limit)
      .map(({ root, path, ...row }) => ({ ...row, file: viewFile(root, path) }))
  },

  /** Keeps what reading images found out: their pixels, and why they cannot be used. */
  recordImages(db: Database, args: { findings: readonly ImageFinding[] }): void {
    const update = statement(db, 'UPDATE views SET width = coalesce(?, width), height = coalesce(?, height), problem = ? WHERE id = ?')
    for (const { id, width, height, problem } of args.findings) update.run(width, height, problem, id)
  }
}

/** The absolute path of a view's image: its own, or inside its root. */
export function viewFile(root: string, path: string): string {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path) || root === '' ? path : `${root}/${path}`
}
