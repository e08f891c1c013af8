import Database from 'better-sqlite3'
import { performance } from 'node:perf_hooks'
import { percentiles, type Percentiles } from '../review/percentiles.ts'

export interface PeerResult {
  readonly what: string
  readonly rows: number
  readonly secondsToFill: number
  /** Milliseconds: the annotation is stored, the task counted as labelled, the next task read. */
  readonly verdictAndNext: Percentiles
  /** Milliseconds: how many tasks are labelled, the count its task list shows. */
  readonly progress: Percentiles
}

/**
 * The same work in the SQLite schema of Label Studio (its tables `task` and `task_completion` as its migrations make
 * them, the columns and indexes that this work touches): store an annotation, update the task's counters, find the next
 * unlabelled task. Only the database's part of it, in process: no web server, no Django, no JSON over HTTP, so that what
 * a person waits for there is more. Durable as ours: a commit is on disk before it counts.
 */
export function labelStudioPeer(file: string, rows: number, verdicts: number, captionOf: (n: number) => string): PeerResult {
  const db = new Database(file)
  try {
    db.exec(`
      CREATE TABLE task (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, data text NOT NULL, meta text, created_at datetime NOT NULL, updated_at datetime NOT NULL, is_labeled bool NOT NULL,
        overlap integer NOT NULL, inner_id bigint, total_annotations integer NOT NULL, cancelled_annotations integer NOT NULL, total_predictions integer NOT NULL, project_id integer NOT NULL, updated_by_id integer);
      CREATE INDEX task_is_labeled ON task (is_labeled);
      CREATE INDEX task_overlap ON task (overlap);
      CREATE INDEX task_project_is_labeled ON task (project_id, is_labeled);
      CREATE INDEX task_id_project ON task (id, project_id);
      CREATE INDEX task_project_inner ON task (project_id, inner_id);
      CREATE TABLE task_completion (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, result text NOT NULL, was_cancelled bool NOT NULL, ground_truth bool NOT NULL, created_at datetime NOT NULL, updated_at datetime NOT NULL,
        lead_time real, task_id integer REFERENCES task (id), completed_by_id integer, project_id integer, unique_id char(32) UNIQUE);
      CREATE INDEX task_completion_task ON task_completion (task_id);
      CREATE INDEX task_completion_task_ground ON task_completion (task_id, ground_truth);
      CREATE INDEX task_completion_by ON task_completion (completed_by_id);
      CREATE INDEX task_completion_project ON task_completion (project_id);`)
    const started = performance.now()
    const now = new Date().toISOString()
    const add = db.prepare('INSERT INTO task (data, created_at, updated_at, is_labeled, overlap, inner_id, total_annotations, cancelled_annotations, total_predictions, project_id) VALUES (?, ?, ?, 0, 1, ?, 0, 0, 0, 1)')
    db.transaction(() => {
      for (let n = 1; n <= rows; n++) add.run(JSON.stringify({ image: `/data/local-files/?d=tiles/${n}.jpg`, text: captionOf(n) }), now, now, n)
    })()
    const secondsToFill = Math.round((performance.now() - started) / 100) / 10
    db.pragma('synchronous = FULL')
    const insert = db.prepare('INSERT INTO task_completion (result, was_cancelled, ground_truth, created_at, updated_at, lead_time, task_id, completed_by_id, project_id, unique_id) VALUES (?, 0, 0, ?, ?, 2.5, ?, 1, 1, ?)')
    const update = db.prepare('UPDATE task SET is_labeled = 1, total_annotations = total_annotations + 1, updated_at = ?, updated_by_id = 1 WHERE id = ?')
    const next = db.prepare('SELECT id, data FROM task WHERE project_id = 1 AND is_labeled = 0 ORDER BY id LIMIT 1')
    const progress = db.prepare('SELECT count(*) FROM task WHERE project_id = 1 AND is_labeled = 1').pluck()
    const times: number[] = []
    const counts: number[] = []
    let task = next.get() as { id: number; data: string } | undefined
    for (let i = 0; i < verdicts && task !== undefined; i++) {
      const { id, data } = task
      const at = performance.now()
      db.transaction(() => {
        insert.run(JSON.stringify([{ id: String(i), from_name: 'caption', to_name: 'image', type: 'textarea', value: { text: [(JSON.parse(data) as { text: string }).text] } }]), now, now, id, String(i).padStart(32, '0'))
        update.run(now, id)
      })()
      task = next.get() as { id: number; data: string } | undefined
      times.push(performance.now() - at)
      if (i % 20 === 0) {
        const counting = performance.now()
        progress.get()
        counts.push(performance.now() - counting)
      }
    }
    return { what: 'Label Studio’s SQLite schema, in process, without its web server', rows, secondsToFill, verdictAndNext: percentiles(times), progress: percentiles(counts) }
  } finally {
    db.close()
  }
}
