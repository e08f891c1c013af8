import type { Diagnosis, EmbeddedSide, Hubness } from '../contracts/diagnosis.ts'

/** How a figure reads: as it should be, worth a look, or a fault to mend. */
export type Level = 'good' | 'mind' | 'bad'

/** Spaces whose N_10 is more skewed are of high hubness (Feldbauer and Flexer 2019); chance is near 0. */
export const highHubness = 1.4

/**
 * Skewness of N_10: up to the chance value plus a half it is what answers drawn evenly give; above 1.4 high. Null: no
 * answers.
 */
export function hubnessLevel({ skewness, expectedSkewness }: Hubness): Level {
  if (skewness === null) return 'good'
  if (skewness > highHubness) return 'bad'
  return skewness > Math.max(0.5, (expectedSkewness ?? 0) + 0.5) ? 'mind' : 'good'
}

/** Area between truths and hardest impostors: 0.5 is chance, above 0.9 excellent (Hosmer and Lemeshow 2000: 0.7, 0.8, 0.9). */
export function separationLevel({ scores }: Diagnosis): Level {
  const area = scores.area ?? 0
  return area >= 0.8 ? 'good' : area >= 0.7 ? 'mind' : 'bad'
}

/** Expected calibration error: below 0.05 as good as temperature scaling gets on most data of Guo et al. 2017; above 0.15 as far off as what they scaled. */
export function calibrationLevel({ confidence }: Diagnosis): Level {
  const error = confidence.error ?? 0
  return error <= 0.05 ? 'good' : error <= 0.15 ? 'mind' : 'bad'
}

/**
 * Anisotropy (Ethayarajh 2019): evenly spread directions have a mean cosine of 0. Above 0.2 worth a look; above 0.5 the
 * vectors lie in a narrow cone.
 */
export function spreadLevel({ meanCosine }: EmbeddedSide): Level {
  const cosine = meanCosine ?? 0
  return cosine > 0.5 ? 'bad' : cosine > 0.2 ? 'mind' : 'good'
}

/** Equal or nearly equal vectors: more than a hundredth of them worth a look, more than a tenth a fault. */
export function duplicatesLevel({ exact, near, vectors }: EmbeddedSide): Level {
  const share = Math.max(exact.members / Math.max(1, vectors), near.members / Math.max(1, near.of))
  return share > 0.1 ? 'bad' : share > 0.01 ? 'mind' : 'good'
}

/** Modality gap (Liang et al. 2022; CLIP's is 0.82 on MSCOCO): above 0.5 worth a look. A run that centres both sides has none. */
export function gapLevel(gap: number, centered: boolean): Level {
  return centered || gap <= 0.5 ? 'good' : 'mind'
}
