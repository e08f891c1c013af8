import { translate } from '../../i18n/index.ts'
import type { Action } from '../../platform/index.ts'

interface Deeds {
  step(by: number): void
  measure(): void
  canMeasure(): boolean
  train(): void
  retrain(): void
  canRetrain(): boolean
  ablate(): void
  score(): void
  canScore(): boolean
}

/** Every key of PLANET, and what the palette can start. */
export function planetActions(deeds: Deeds): Action[] {
  const label = (key: string) => () => translate(`planet.actions.${key}`)
  return [
    { id: 'planet-next', label: label('next'), keys: [']'], run: () => deeds.step(1) },
    { id: 'planet-previous', label: label('previous'), keys: ['['], run: () => deeds.step(-1) },
    { id: 'planet-measure', label: label('measure'), keys: ['m'], run: () => deeds.measure(), enabled: () => deeds.canMeasure() },
    { id: 'planet-train', label: label('train'), keys: ['t'], run: () => deeds.train() },
    { id: 'planet-retrain', label: label('retrain'), keys: ['Shift+t'], run: () => deeds.retrain(), enabled: () => deeds.canRetrain() },
    { id: 'planet-ablate', label: label('ablate'), keys: ['a'], run: () => deeds.ablate() },
    { id: 'planet-score', label: label('score'), keys: ['c'], run: () => deeds.score(), enabled: () => deeds.canScore() }
  ]
}
