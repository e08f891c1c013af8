import { shallowRef } from 'vue'
import { builtInReasons, type RejectReason } from '#shared/domain/review-events.ts'
import { translate } from '../../i18n/index.ts'
import { engine } from '../../platform/index.ts'

const builtIn = new Set<string>(builtInReasons)

/** What people read for a reason's code: its own label, or the words that the application knows for it. */
export function reasonLabel(reason: RejectReason | string, known: readonly RejectReason[] = []): string {
  const code = typeof reason === 'string' ? reason : reason.code
  const label = (typeof reason === 'string' ? known.find((other) => other.code === code)?.label : reason.label) ?? ''
  if (label !== '') return label
  return builtIn.has(code) ? translate(`review.reasons.${code}`) : code
}

/** A code for a label that a person typed: letters, digits and hyphens; other scripts get a number. */
export function codeFor(label: string, taken: readonly string[]): string {
  const plain = label
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 36)
  const stem = plain === '' ? 'reason' : plain
  if (plain !== '' && !taken.includes(stem)) return stem
  for (let n = 2; ; n++) if (!taken.includes(`${stem}-${n}`)) return `${stem}-${n}`
}

/** The reasons of the project, in the order of their keys. */
export function useReasons(project: string) {
  const reasons = shallowRef<readonly RejectReason[]>(builtInReasons.map((code) => ({ code, label: '' })))
  void engine.call('review.reasons', { project }).then(
    (kept) => (reasons.value = kept),
    // Until the engine answers the built-in ones stand.
    () => undefined
  )

  async function save(next: readonly RejectReason[]): Promise<void> {
    reasons.value = await engine.call('review.setReasons', { project, reasons: [...next] })
  }

  return { reasons, save }
}
