import type { Migration } from './migration.ts'

/**
 * How well a caption's text agrees with its own tile (percentiles, 0 to 100), and with which revision that was found out:
 * where the caption's head is another by now, the score is of a text that it no longer has. Queues are ordered by the
 * least of the three and filters ask for any of them, so each is an index that answers alone.
 */
export const captionAgreement: Migration = {
  id: 6,
  name: 'caption agreement',
  up(db) {
    db.exec(`
CREATE TABLE caption_agreement (
  caption INTEGER PRIMARY KEY REFERENCES captions (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  colour REAL,
  structure REAL,
  texture REAL,
  least REAL
) STRICT;
CREATE INDEX caption_agreement_least ON caption_agreement (least, caption);
CREATE INDEX caption_agreement_colour ON caption_agreement (colour, caption);
CREATE INDEX caption_agreement_structure ON caption_agreement (structure, caption);
CREATE INDEX caption_agreement_texture ON caption_agreement (texture, caption);
-- Scores of edited texts are few: with the captions whose head is a revision they are all that can be stale.
CREATE INDEX caption_agreement_revised ON caption_agreement (caption, revision) WHERE revision <> caption;
`)
  }
}
