import type { Migration } from './migration.ts'

/**
 * The first schema. Integer keys inside, stable text ids (`uid`) outside; STRICT tables; times in milliseconds since 1970.
 *
 * What people decide is in `events`, which is append-only (triggers refuse UPDATE and DELETE); `caption_state` is derived
 * from it and can be rebuilt. Full text and coordinates are indexed behind a watermark (`meta.fts_upto`,
 * `meta.rtree_upto`): bulk imports insert at full speed and the indexing follows in short batches.
 */
export const first: Migration = {
  id: 1,
  name: 'first',
  up(db) {
    db.exec(`
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE regions (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  country TEXT,
  continent TEXT
) STRICT;

-- Folders that images lie under; moving a data set changes one row here.
CREATE TABLE roots (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE) STRICT;

-- Ids of places, views and captions are never given twice: vectors and runs refer to them, and an import can be undone.
CREATE TABLE places (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  region INTEGER REFERENCES regions (id),
  lat REAL CHECK (lat BETWEEN -90 AND 90),
  lon REAL CHECK (lon BETWEEN -180 AND 180),
  split TEXT CHECK (split IN ('train', 'val', 'test')),
  import INTEGER,
  extra TEXT,
  CHECK ((lat IS NULL) = (lon IS NULL))
) STRICT;
CREATE INDEX places_region ON places (region, id);
CREATE INDEX places_split ON places (split, id);
CREATE INDEX places_import ON places (import) WHERE import IS NOT NULL;

CREATE TABLE views (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  place INTEGER NOT NULL REFERENCES places (id),
  kind TEXT NOT NULL CHECK (kind IN ('satellite', 'street', 'panorama', 'drone', 'osm')),
  root INTEGER NOT NULL REFERENCES roots (id),
  path TEXT NOT NULL,
  width INTEGER,
  height INTEGER,
  footprint TEXT,
  problem TEXT,
  import INTEGER,
  UNIQUE (root, path)
) STRICT;
CREATE INDEX views_place ON views (place, kind);
CREATE INDEX views_kind ON views (kind, id);
CREATE INDEX views_import ON views (import) WHERE import IS NOT NULL;
CREATE INDEX views_problem ON views (id) WHERE problem IS NOT NULL;

-- Who wrote captions: a model with its prompt, an import, a person. A dictionary, so that a million captions stay small.
CREATE TABLE authors (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('lvlm', 'import', 'person')),
  name TEXT NOT NULL,
  prompt TEXT NOT NULL DEFAULT '',
  UNIQUE (kind, name, prompt)
) STRICT;

-- Never updated: a revision is a new row. 'revises' is the revision before it; 'root' the first of the chain (null: itself).
CREATE TABLE captions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  place INTEGER NOT NULL REFERENCES places (id),
  root INTEGER REFERENCES captions (id),
  revises INTEGER REFERENCES captions (id),
  author INTEGER NOT NULL REFERENCES authors (id),
  text TEXT NOT NULL,
  created_at INTEGER,
  import INTEGER,
  extra TEXT
) STRICT;
-- Every column that refers to a row that may be removed has an index: taking an import back would else read the whole
-- table for each row.
CREATE INDEX captions_place ON captions (place, root);
CREATE INDEX captions_root ON captions (root) WHERE root IS NOT NULL;
CREATE INDEX captions_revises ON captions (revises) WHERE revises IS NOT NULL;
CREATE INDEX captions_import ON captions (import) WHERE import IS NOT NULL;

CREATE TABLE annotators (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- The log of what people did. Append-only.
CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  annotator INTEGER NOT NULL REFERENCES annotators (id),
  kind TEXT NOT NULL CHECK (kind IN ('verdict', 'comment', 'undo', 'redo')),
  caption INTEGER REFERENCES captions (id),
  -- undo and redo: the event they speak of
  target INTEGER REFERENCES events (seq),
  payload TEXT NOT NULL
) STRICT;
CREATE INDEX events_caption ON events (caption, seq);
CREATE INDEX events_annotator ON events (annotator, seq);
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
-- REPLACE deletes without asking the trigger below.
CREATE TRIGGER events_no_replace BEFORE INSERT ON events WHEN EXISTS (SELECT 1 FROM events WHERE seq = new.seq OR uuid = new.uuid) BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- Derived: the state of each root caption that has any event. A caption without a row is unreviewed and its own head.
CREATE TABLE caption_state (
  caption INTEGER PRIMARY KEY REFERENCES captions (id),
  status TEXT NOT NULL CHECK (status IN ('unreviewed', 'accepted', 'edited', 'rejected', 'skipped', 'flagged')),
  head INTEGER NOT NULL REFERENCES captions (id),
  annotator INTEGER REFERENCES annotators (id),
  reviewed_at INTEGER,
  event INTEGER REFERENCES events (seq)
) STRICT;
CREATE INDEX caption_state_status ON caption_state (status, caption);
CREATE INDEX caption_state_head ON caption_state (head);
CREATE INDEX caption_state_annotator ON caption_state (annotator, reviewed_at);

-- Derived: verdicts that are not undone, and undone ones that can be redone (a new verdict of the annotator clears them).
CREATE TABLE standing (
  event INTEGER PRIMARY KEY REFERENCES events (seq),
  annotator INTEGER NOT NULL,
  caption INTEGER NOT NULL
) STRICT;
CREATE INDEX standing_annotator ON standing (annotator, event);
CREATE INDEX standing_caption ON standing (caption, event);
CREATE TABLE undone (
  undo INTEGER PRIMARY KEY REFERENCES events (seq),
  annotator INTEGER NOT NULL,
  event INTEGER NOT NULL REFERENCES events (seq)
) STRICT;
CREATE INDEX undone_annotator ON undone (annotator, undo);

CREATE TABLE drafts (
  annotator INTEGER NOT NULL REFERENCES annotators (id),
  caption INTEGER NOT NULL REFERENCES captions (id),
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (annotator, caption)
) STRICT, WITHOUT ROWID;
CREATE INDEX drafts_caption ON drafts (caption);

-- Counters kept by triggers, so that an overview of a million captions opens at once. region 0 stands for none.
CREATE TABLE count_places (region INTEGER PRIMARY KEY, places INTEGER NOT NULL, located INTEGER NOT NULL, lat_sum REAL NOT NULL, lon_sum REAL NOT NULL) STRICT;
CREATE TABLE count_captions (region INTEGER NOT NULL, status TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (region, status)) STRICT, WITHOUT ROWID;
CREATE TABLE count_views (kind TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE count_splits (split TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- A batch of an import counts for itself and sets 'bulk' within its transaction.
CREATE TRIGGER places_count_insert AFTER INSERT ON places WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'bulk') BEGIN
  INSERT INTO count_places VALUES (coalesce(new.region, 0), 1, new.lat IS NOT NULL, coalesce(new.lat, 0), coalesce(new.lon, 0))
    ON CONFLICT (region) DO UPDATE SET places = places + 1, located = located + excluded.located, lat_sum = lat_sum + excluded.lat_sum, lon_sum = lon_sum + excluded.lon_sum;
  INSERT INTO count_splits VALUES (coalesce(new.split, 'none'), 1) ON CONFLICT (split) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER places_count_delete AFTER DELETE ON places BEGIN
  UPDATE count_places SET places = places - 1, located = located - (old.lat IS NOT NULL), lat_sum = lat_sum - coalesce(old.lat, 0), lon_sum = lon_sum - coalesce(old.lon, 0) WHERE region = coalesce(old.region, 0);
  UPDATE count_splits SET n = n - 1 WHERE split = coalesce(old.split, 'none');
END;
CREATE TRIGGER views_count_insert AFTER INSERT ON views WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'bulk') BEGIN
  INSERT INTO count_views VALUES (new.kind, 1) ON CONFLICT (kind) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER views_count_delete AFTER DELETE ON views BEGIN
  UPDATE count_views SET n = n - 1 WHERE kind = old.kind;
END;
CREATE TRIGGER captions_count_insert AFTER INSERT ON captions WHEN new.root IS NULL AND NOT EXISTS (SELECT 1 FROM meta WHERE key = 'bulk') BEGIN
  INSERT INTO count_captions VALUES (coalesce((SELECT region FROM places WHERE id = new.place), 0), 'unreviewed', 1)
    ON CONFLICT (region, status) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER captions_count_delete AFTER DELETE ON captions WHEN old.root IS NULL BEGIN
  UPDATE count_captions SET n = n - 1 WHERE region = coalesce((SELECT region FROM places WHERE id = old.place), 0) AND status = 'unreviewed';
END;
CREATE TRIGGER state_count_insert AFTER INSERT ON caption_state WHEN new.status <> 'unreviewed' BEGIN
  UPDATE count_captions SET n = n - 1 WHERE status = 'unreviewed' AND region = coalesce((SELECT p.region FROM captions c JOIN places p ON p.id = c.place WHERE c.id = new.caption), 0);
  INSERT INTO count_captions VALUES (coalesce((SELECT p.region FROM captions c JOIN places p ON p.id = c.place WHERE c.id = new.caption), 0), new.status, 1)
    ON CONFLICT (region, status) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER state_count_update AFTER UPDATE OF status ON caption_state WHEN new.status <> old.status BEGIN
  UPDATE count_captions SET n = n - 1 WHERE status = old.status AND region = coalesce((SELECT p.region FROM captions c JOIN places p ON p.id = c.place WHERE c.id = new.caption), 0);
  INSERT INTO count_captions VALUES (coalesce((SELECT p.region FROM captions c JOIN places p ON p.id = c.place WHERE c.id = new.caption), 0), new.status, 1)
    ON CONFLICT (region, status) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER state_count_delete AFTER DELETE ON caption_state WHEN old.status <> 'unreviewed' BEGIN
  UPDATE count_captions SET n = n - 1 WHERE status = old.status AND region = coalesce((SELECT p.region FROM captions c JOIN places p ON p.id = c.place WHERE c.id = old.caption), 0);
  INSERT INTO count_captions VALUES (coalesce((SELECT p.region FROM captions c JOIN places p ON p.id = c.place WHERE c.id = old.caption), 0), 'unreviewed', 1)
    ON CONFLICT (region, status) DO UPDATE SET n = n + 1;
END;
-- A place that is given another region, coordinates or split: its own counts and those of its captions move.
CREATE TRIGGER places_count_update AFTER UPDATE OF region, lat, lon, split ON places BEGIN
  UPDATE count_places SET places = places - 1, located = located - (old.lat IS NOT NULL), lat_sum = lat_sum - coalesce(old.lat, 0), lon_sum = lon_sum - coalesce(old.lon, 0) WHERE region = coalesce(old.region, 0);
  INSERT INTO count_places VALUES (coalesce(new.region, 0), 1, new.lat IS NOT NULL, coalesce(new.lat, 0), coalesce(new.lon, 0))
    ON CONFLICT (region) DO UPDATE SET places = places + 1, located = located + excluded.located, lat_sum = lat_sum + excluded.lat_sum, lon_sum = lon_sum + excluded.lon_sum;
  UPDATE count_splits SET n = n - 1 WHERE split = coalesce(old.split, 'none');
  INSERT INTO count_splits VALUES (coalesce(new.split, 'none'), 1) ON CONFLICT (split) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER places_captions_update AFTER UPDATE OF region ON places WHEN new.region IS NOT old.region BEGIN
  UPDATE count_captions SET n = n - (SELECT count(*) FROM captions c LEFT JOIN caption_state s ON s.caption = c.id
    WHERE c.place = new.id AND c.root IS NULL AND coalesce(s.status, 'unreviewed') = count_captions.status) WHERE region = coalesce(old.region, 0);
  INSERT INTO count_captions SELECT coalesce(new.region, 0), coalesce(s.status, 'unreviewed'), count(*) FROM captions c LEFT JOIN caption_state s ON s.caption = c.id
    WHERE c.place = new.id AND c.root IS NULL GROUP BY 2 ON CONFLICT (region, status) DO UPDATE SET n = n + excluded.n;
END;

CREATE VIRTUAL TABLE captions_fts USING fts5 (text, content = 'captions', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE places_rtree USING rtree (id, min_lon, max_lon, min_lat, max_lat);
-- What is removed leaves the indexes at once. The watermarks never stand above the highest key.
CREATE TRIGGER captions_unindex AFTER DELETE ON captions WHEN old.id <= (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'fts_upto') BEGIN
  INSERT INTO captions_fts (captions_fts, rowid, text) VALUES ('delete', old.id, old.text);
  UPDATE meta SET value = CAST(coalesce((SELECT max(id) FROM captions), 0) AS TEXT) WHERE key = 'fts_upto' AND CAST(value AS INTEGER) > coalesce((SELECT max(id) FROM captions), 0);
END;
CREATE TRIGGER places_unindex AFTER DELETE ON places WHEN old.id <= (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'rtree_upto') BEGIN
  DELETE FROM places_rtree WHERE id = old.id;
  UPDATE meta SET value = CAST(coalesce((SELECT max(id) FROM places), 0) AS TEXT) WHERE key = 'rtree_upto' AND CAST(value AS INTEGER) > coalesce((SELECT max(id) FROM places), 0);
END;
CREATE TRIGGER places_reindex AFTER UPDATE OF lat, lon ON places WHEN new.id <= (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'rtree_upto') BEGIN
  DELETE FROM places_rtree WHERE id = old.id;
  INSERT INTO places_rtree SELECT new.id, new.lon, new.lon, new.lat, new.lat WHERE new.lat IS NOT NULL;
END;

CREATE TABLE imports (
  id INTEGER PRIMARY KEY,
  job TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL,
  format TEXT NOT NULL,
  options TEXT NOT NULL,
  started_at INTEGER NOT NULL
) STRICT;

-- A short name of each source file, by which rows without an id or an image are known again.
CREATE TABLE import_sources (path TEXT PRIMARY KEY, label TEXT NOT NULL UNIQUE) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL,
  params TEXT NOT NULL,
  checkpoint TEXT,
  progress TEXT,
  result TEXT,
  error TEXT,
  problem_count INTEGER NOT NULL DEFAULT 0,
  undoable INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE job_problems (
  id INTEGER PRIMARY KEY,
  job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  file TEXT NOT NULL,
  line INTEGER,
  code TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX job_problems_job ON job_problems (job, id);

CREATE TABLE encoders (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  path TEXT NOT NULL,
  hash TEXT NOT NULL,
  layout TEXT NOT NULL,
  dimensions INTEGER NOT NULL,
  spec TEXT NOT NULL,
  provider TEXT,
  added_at INTEGER NOT NULL
) STRICT;

-- Where the rankings of a run hang. One without a row in 'runs' is an evaluation that has not finished: 'job' says whose.
CREATE TABLE run_drafts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job TEXT
) STRICT;
CREATE TABLE runs (
  id INTEGER PRIMARY KEY REFERENCES run_drafts (id) ON DELETE CASCADE,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('evaluated', 'imported')),
  created_at INTEGER NOT NULL,
  protocol TEXT NOT NULL,
  queries INTEGER NOT NULL,
  gallery INTEGER NOT NULL,
  located INTEGER NOT NULL,
  metrics TEXT NOT NULL
) STRICT;
-- A row a query: every positive's exact rank (int32; 0: not retrieved) and score, best first, and the kept top of the ranking,
-- as little-endian arrays: ids int32, scores float32 (evaluated) or float64 (imported).
-- 'optimistic_rank', 'pessimistic_rank': of the best positive, if every tie fell in its favour, or against it.
CREATE TABLE run_queries (
  run INTEGER NOT NULL REFERENCES run_drafts (id) ON DELETE CASCADE,
  query INTEGER NOT NULL,
  place INTEGER NOT NULL,
  gallery INTEGER NOT NULL,
  best_rank INTEGER NOT NULL,
  optimistic_rank INTEGER NOT NULL,
  pessimistic_rank INTEGER NOT NULL,
  error_m REAL,
  positive_views BLOB NOT NULL,
  positive_ranks BLOB NOT NULL,
  positive_scores BLOB NOT NULL,
  top_views BLOB NOT NULL,
  top_scores BLOB NOT NULL,
  PRIMARY KEY (run, query)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_queries_rank ON run_queries (run, best_rank, query);
`)
  }
}
