import type { AnnotatorFigures, TeamAgreement } from '#shared/contracts/team.ts'
import type { ChartTable } from '../../charts/index.ts'

/** What is saved of the annotators: a row each, figures as they are counted. */
export function annotatorsTable(rows: readonly AnnotatorFigures[]): ChartTable {
  return {
    columns: [
      'annotator', 'captions', 'accepted', 'edited', 'rejected', 'skipped', 'flagged', 'given', 'edit_rate', 'words_changed', 'seconds_per_verdict', 'verdicts_per_minute', 'active_hours',
      'last_seen', 'assigned', 'answered', 'left', 'gold_answered', 'gold_right', 'gold_share'
    ],
    rows: rows.map(({ annotator, captions, verdicts, given, editRate, wordsChanged, secondsPerVerdict, perMinute, activeHours, lastSeen, assigned, gold }) => [
      annotator, captions, verdicts.accepted, verdicts.edited, verdicts.rejected, verdicts.skipped, verdicts.flagged, given, editRate, wordsChanged.mean, secondsPerVerdict, perMinute, activeHours,
      lastSeen === null ? null : new Date(lastSeen).toISOString(), assigned.total, assigned.answered, assigned.left, gold.answered, gold.right, gold.share
    ])
  }
}

/** What is saved of the agreement: a row for all, each pair, each annotator against the others, and each coefficient of cues. */
export function agreementTable({ apart, verdicts, passFail, texts, pairs, annotators, cues }: TeamAgreement): ChartTable {
  const set = apart ? 'apart' : 'all'
  const cells = (of: TeamAgreement['verdicts']): (number | null)[] => [of.alpha, of.low, of.high, of.units, of.values]
  const cue = (name: string, alpha: number | null): (string | number | null)[] => ['cues', name, '', set, alpha, null, null, cues.texts, null, null, null, null, null, null]
  return {
    columns: ['what', 'a', 'b', 'verdicts', 'alpha', 'low', 'high', 'units', 'values', 'pass_fail_alpha', 'same_verdict', 'token_f1', 'edit_similarity', 'texts'],
    rows: [
      ['all', '', '', set, ...cells(verdicts), passFail.alpha, null, texts.tokenF1, texts.editSimilarity, texts.texts],
      ...pairs.map((pair) => ['pair', pair.a, pair.b, set, ...cells(pair.verdicts), pair.passFail.alpha, pair.sameVerdict, pair.tokenF1, pair.editSimilarity, pair.texts]),
      ...annotators.map((row) => ['annotator', row.annotator, '', set, ...cells(row.verdicts), null, row.sameVerdict, row.tokenF1, row.editSimilarity, row.texts]),
      cue('unitizing', cues.unitizing.alpha),
      cue('identification', cues.identification.alpha),
      cue('coding', cues.coding.alpha),
      cue('over kinds', cues.overKinds.alpha),
      ...cues.perKind.map(({ kind, alpha }) => cue(kind, alpha))
    ]
  }
}
