import { useI18n } from 'vue-i18n'
import type { Diagnosis, EmbeddedSide, Hubness } from '#shared/contracts/diagnosis.ts'
import { calibrationLevel, duplicatesLevel, gapLevel, hubnessLevel, separationLevel, spreadLevel, type Level } from '#shared/domain/diagnosis-reading.ts'
import { useFormat } from '../../../i18n/index.ts'

export interface Sentence {
  readonly level: Level
  readonly text: string
}

/** What each part of a diagnosis means for its run: one sentence with its figures. */
export function useSentences() {
  const { t } = useI18n()
  const { number, percent } = useFormat()

  function hubs(of: Hubness): Sentence {
    const level = hubnessLevel(of)
    const chance = of.expectedSkewness === null ? '' : t('compare.diagnosis.hubs.chance', { skewness: number(of.expectedSkewness, 1), never: percent((of.expectedNever ?? 0) / Math.max(1, of.documents), 0) })
    return { level, text: t(`compare.diagnosis.hubs.${level}`, { k: of.k, skewness: number(of.skewness, 1), never: percent(of.never / Math.max(1, of.documents), 0), first: percent(of.firstPercent, 0), chance }) }
  }

  function scores(diagnosis: Diagnosis): Sentence {
    const level = separationLevel(diagnosis)
    const { area, overlap, counted } = diagnosis.scores
    if (area === null) return { level: 'mind', text: t('compare.diagnosis.scores.none') }
    return { level, text: t(`compare.diagnosis.scores.${level}`, { area: percent(area, 0), overlap: percent(overlap, 0), n: number(counted) }) }
  }

  function confidence(diagnosis: Diagnosis): Sentence {
    const { error, softmax } = diagnosis.confidence
    if (error === null) return { level: 'mind', text: t('compare.diagnosis.confidence.none') }
    const half = softmax.curve.find(({ coverage }) => coverage === 0.5)?.right ?? 0
    const level = calibrationLevel(diagnosis)
    return { level, text: t(`compare.diagnosis.confidence.${level}`, { error: number(error * 100, 1), half: percent(half), all: percent(diagnosis.right) }) }
  }

  function spread(side: EmbeddedSide): Sentence {
    const level = spreadLevel(side)
    const values = { side: t(`compare.diagnosis.side.${side.side}`), cosine: number(side.meanCosine, 2), used: number(side.participation, 0), dimensions: number(side.dimensions), dead: side.dead === 0 ? '' : t('compare.diagnosis.spread.dead', { n: number(side.dead) }) }
    return { level, text: t(`compare.diagnosis.spread.${level}`, values) }
  }

  function duplicates(side: EmbeddedSide): Sentence {
    const { exact, near } = side
    const level = duplicatesLevel(side)
    const none = exact.members === 0 && near.members === 0
    return { level, text: t(`compare.diagnosis.duplicates.${none ? 'none' : 'some'}`, { side: t(`compare.diagnosis.side.${side.side}`), equal: number(exact.members), groups: number(exact.groups), of: number(side.vectors), near: number(near.members), sampled: number(near.of), largest: number(near.largest) }) }
  }

  function gap(of: NonNullable<Diagnosis['embeddings']>): Sentence | null {
    if (of.gap === null) return null
    const level = gapLevel(of.gap, of.centered)
    return { level, text: t(`compare.diagnosis.gap.${of.centered ? 'centred' : level}`, { gap: number(of.gap, 2) }) }
  }

  return { hubs, scores, confidence, spread, duplicates, gap }
}
