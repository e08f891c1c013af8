import type { Agreement } from '#shared/domain/planet.ts'
import { signatureKinds, type SignatureKind } from '#shared/domain/planet.ts'

/** What a percentile of agreement means for whoever reviews. */
export type AgreementWord = 'doubtful' | 'weak' | 'agrees'

/** Under the first a caption stands in the tenth that most wrong ones are looked for in (docs/guide/queues.md). */
const bounds = { doubtful: 10, weak: 30 } as const

export function agreementWord(percentile: number): AgreementWord {
  return percentile < bounds.doubtful ? 'doubtful' : percentile < bounds.weak ? 'weak' : 'agrees'
}

/** The kind that agrees least, the first of them where several do. */
export function leastOf(agreement: Agreement): { readonly kind: SignatureKind; readonly percentile: number } {
  let kind: SignatureKind = signatureKinds[0]
  for (const other of signatureKinds) if (agreement[other] < agreement[kind]) kind = other
  return { kind, percentile: agreement[kind] }
}

/** As it is written: whole, and never rounded up to 100 or down to 0 where it is not. */
export function shownPercentile(percentile: number): number {
  const whole = Math.round(percentile)
  return whole === 100 && percentile < 100 ? 99 : whole === 0 && percentile > 0 ? 1 : whole
}
