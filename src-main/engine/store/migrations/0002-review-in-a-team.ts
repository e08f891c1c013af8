import type { Migration } from './migration.ts'

/**
 * Review by several annotators, here and elsewhere.
 *
 * The log gets a clock that rises with every event of the project and never falls behind the annotator's own: ordered by
 * (clock, uuid), logs that were written apart merge to the same log whatever the order they arrive in. What is derived is
 * a function of the set of events (store/review-state.ts); it is made again from the log when the project is next opened
 * for writing (`meta.derive_again`).
 */
export const reviewInATeam: Migration = {
  id: 2,
  name: 'review in a team',
  up(db) {
    db.exec(`
DROP TRIGGER places_captions_update;
DROP TABLE standing;
DROP TABLE undone;
DROP TABLE caption_state;

CREATE TABLE events_2 (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  -- Hybrid logical clock, in milliseconds: the annotator's, or one more than the newest of the project if hers is behind.
  clock INTEGER NOT NULL,
  at INTEGER NOT NULL,
  annotator INTEGER NOT NULL REFERENCES annotators (id),
  kind TEXT NOT NULL CHECK (kind IN ('verdict', 'comment', 'cues', 'tags', 'gold', 'bulk', 'undo', 'redo')),
  -- Null for 'bulk', whose captions are in event_captions.
  caption INTEGER REFERENCES captions (id),
  -- undo and redo: the uuid of the event they speak of
  target TEXT,
  payload TEXT NOT NULL
) STRICT;
INSERT INTO events_2 SELECT e.seq, e.uuid, max(e.at - e.seq) OVER (ORDER BY e.seq) + e.seq, e.at, e.annotator, e.kind, e.caption, t.uuid, e.payload
  FROM events e LEFT JOIN events t ON t.seq = e.target ORDER BY e.seq;
DROP TABLE events;
ALTER TABLE events_2 RENAME TO events;
CREATE INDEX events_clock ON events (clock, uuid);
CREATE INDEX events_caption ON events (caption, clock) WHERE caption IS NOT NULL;
CREATE INDEX events_annotator ON events (annotator, clock);
CREATE INDEX events_target ON events (target) WHERE target IS NOT NULL;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
-- REPLACE deletes without asking the trigger below.
CREATE TRIGGER events_no_replace BEFORE INSERT ON events WHEN EXISTS (SELECT 1 FROM events WHERE seq = new.seq OR uuid = new.uuid) BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- The captions of a bulk event: part of the log. 'value': the revision that a replacement made; for an assignment the
-- annotators, as bits over the payload's list; else null.
CREATE TABLE event_captions (
  event INTEGER NOT NULL REFERENCES events (seq),
  caption INTEGER NOT NULL REFERENCES captions (id),
  value INTEGER,
  PRIMARY KEY (event, caption)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_captions_caption ON event_captions (caption, event);
CREATE TRIGGER event_captions_no_update BEFORE UPDATE ON event_captions BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_captions_no_replace BEFORE INSERT ON event_captions WHEN EXISTS (SELECT 1 FROM event_captions WHERE event = new.event AND caption = new.caption) BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_captions_no_delete BEFORE DELETE ON event_captions BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- Derived: events that are not undone.
CREATE TABLE standing (
  event INTEGER PRIMARY KEY REFERENCES events (seq),
  annotator INTEGER NOT NULL,
  kind TEXT NOT NULL,
  caption INTEGER,
  clock INTEGER NOT NULL
) STRICT;
CREATE INDEX standing_annotator ON standing (annotator, clock, event);
CREATE INDEX standing_kind ON standing (kind, annotator, clock);
CREATE INDEX standing_caption ON standing (caption, clock) WHERE caption IS NOT NULL;

-- Events whose captions are still to be derived again, those after 'after': a bulk event of a million captions is undone
-- in short transactions.
CREATE TABLE derivations (event INTEGER PRIMARY KEY REFERENCES events (seq), after INTEGER NOT NULL) STRICT;

-- Derived: the state of each root caption that has any event. A caption without a row is unreviewed and its own head.
CREATE TABLE caption_state (
  caption INTEGER PRIMARY KEY REFERENCES captions (id),
  status TEXT NOT NULL CHECK (status IN ('unreviewed', 'accepted', 'edited', 'rejected', 'skipped', 'flagged')),
  head INTEGER NOT NULL REFERENCES captions (id),
  annotator INTEGER REFERENCES annotators (id),
  reviewed_at INTEGER,
  event INTEGER REFERENCES events (seq),
  -- How many annotators have a verdict that stands.
  verdicts INTEGER NOT NULL,
  -- Whether verdicts that did not know of each other disagree.
  conflict INTEGER NOT NULL CHECK (conflict IN (0, 1)),
  -- Words that differ between the first text and the head's (Levenshtein).
  edits INTEGER NOT NULL
) STRICT;
CREATE INDEX caption_state_status ON caption_state (status, caption);
CREATE INDEX caption_state_head ON caption_state (head);
CREATE INDEX caption_state_annotator ON caption_state (annotator, reviewed_at);
CREATE INDEX caption_state_conflict ON caption_state (caption) WHERE conflict = 1;

-- Derived: the newest cues of each annotator. Offsets count UTF-16 code units of the text of 'revision'.
CREATE TABLE caption_cues (
  caption INTEGER NOT NULL REFERENCES captions (id),
  annotator INTEGER NOT NULL REFERENCES annotators (id),
  kind TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  revision INTEGER NOT NULL REFERENCES captions (id),
  PRIMARY KEY (caption, annotator, start, "end", kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX caption_cues_kind ON caption_cues (kind, caption);
CREATE INDEX caption_cues_revision ON caption_cues (revision);

CREATE TABLE caption_tags (caption INTEGER NOT NULL REFERENCES captions (id), tag TEXT NOT NULL, PRIMARY KEY (caption, tag)) STRICT, WITHOUT ROWID;
CREATE INDEX caption_tags_tag ON caption_tags (tag, caption);

CREATE TABLE assignments (
  caption INTEGER NOT NULL REFERENCES captions (id),
  annotator INTEGER NOT NULL REFERENCES annotators (id),
  blind INTEGER NOT NULL CHECK (blind IN (0, 1)),
  event INTEGER NOT NULL REFERENCES events (seq),
  PRIMARY KEY (caption, annotator)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignments_annotator ON assignments (annotator, caption);

-- Captions whose answer is known, to measure annotators by; 'event' holds the answer.
CREATE TABLE gold (caption INTEGER PRIMARY KEY REFERENCES captions (id), annotator INTEGER NOT NULL REFERENCES annotators (id), event INTEGER NOT NULL REFERENCES events (seq)) STRICT;

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
CREATE TRIGGER places_captions_update AFTER UPDATE OF region ON places WHEN new.region IS NOT old.region BEGIN
  UPDATE count_captions SET n = n - (SELECT count(*) FROM captions c LEFT JOIN caption_state s ON s.caption = c.id
    WHERE c.place = new.id AND c.root IS NULL AND coalesce(s.status, 'unreviewed') = count_captions.status) WHERE region = coalesce(old.region, 0);
  INSERT INTO count_captions SELECT coalesce(new.region, 0), coalesce(s.status, 'unreviewed'), count(*) FROM captions c LEFT JOIN caption_state s ON s.caption = c.id
    WHERE c.place = new.id AND c.root IS NULL GROUP BY 2 ON CONFLICT (region, status) DO UPDATE SET n = n + excluded.n;
END;
-- Nothing is derived now: every caption is unreviewed until the log has been read again.
DELETE FROM count_captions;
INSERT INTO count_captions SELECT coalesce(p.region, 0), 'unreviewed', count(*) FROM captions c JOIN places p ON p.id = c.place WHERE c.root IS NULL GROUP BY 1;
INSERT INTO meta SELECT 'derive_again', '1' WHERE EXISTS (SELECT 1 FROM events);

-- Saved queues: what is reviewed, in which order, by whom.
CREATE TABLE queues (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL,
  annotator TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
-- Where an annotator stands in a queue ('queue': its uid, or what stands for an unsaved one). 'ahead': captions that come
-- next, as JSON, for when the caption itself has left the queue.
CREATE TABLE queue_positions (
  queue TEXT NOT NULL,
  annotator INTEGER NOT NULL REFERENCES annotators (id),
  caption INTEGER NOT NULL,
  ahead TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (queue, annotator)
) STRICT, WITHOUT ROWID;

-- Captions whose text nearly repeats that of others of the group 'grp'; 'similarity': to the nearest of them, 0 to 1.
CREATE TABLE near_duplicates (caption INTEGER PRIMARY KEY REFERENCES captions (id) ON DELETE CASCADE, grp INTEGER NOT NULL, similarity REAL NOT NULL) STRICT;
CREATE INDEX near_duplicates_grp ON near_duplicates (grp, caption);

-- Answers that were merged into this project.
CREATE TABLE merges (
  id INTEGER PRIMARY KEY,
  package TEXT NOT NULL,
  source TEXT NOT NULL,
  annotators TEXT NOT NULL,
  at INTEGER NOT NULL,
  events INTEGER NOT NULL,
  added INTEGER NOT NULL,
  captions INTEGER NOT NULL
) STRICT;
`)
  }
}
